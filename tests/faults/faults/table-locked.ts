import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "../fault.ts";

const lockSeconds = 12;
const maxReadGapMs = 5000;

export const tableLocked: Fault = {
  name: "table-locked",
  title: `the table posts locked for ${lockSeconds} s`,
  dialects: ["postgres"],
  async inject({ postgres }) {
    const client = await postgres().connect();
    await client.query("BEGIN; LOCK TABLE posts");
    await delay(1000 * lockSeconds);
    await client.query("ROLLBACK");
    await client.end();
  },
  check(observer, { startMs, endMs }) {
    const gapMs = Math.round(observer.longestGapMs("getMe", startMs, endMs));
    return gapMs > maxReadGapMs ? [`no read of another table succeeded for ${gapMs} ms`] : [];
  },
};
