import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "../fault.ts";

const maxReadGapMs = 5000;

function lock(name: string, seconds: number): Fault {
  return {
    name,
    title: `the table posts locked for ${seconds} s`,
    dialects: ["postgres"],
    async inject({ postgres }) {
      const client = await postgres().connect();
      await client.query("BEGIN; LOCK TABLE posts");
      await delay(1000 * seconds);
      await client.query("ROLLBACK");
      await client.end();
    },
    check(observer, { startMs, endMs }) {
      const gapMs = Math.round(observer.longestGapMs("getMe", startMs, endMs));
      return gapMs > maxReadGapMs ? [`no read of another table succeeded for ${gapMs} ms`] : [];
    },
  };
}

export const tableLocked = lock("table-locked", 12);
export const tableLockedShortly = lock("table-locked-shortly", 3);
