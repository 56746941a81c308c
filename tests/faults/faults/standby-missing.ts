import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "../fault.ts";

export const standbyMissing: Fault = {
  name: "standby-missing",
  title: "COMMIT waits 15 s for a synchronous standby that is missing",
  dialects: ["postgres"],
  async inject({ postgres }) {
    await postgres().execute("ALTER SYSTEM SET synchronous_standby_names = 'missing'", "SELECT pg_reload_conf()");
    await delay(15_000);
    await postgres().execute("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
  },
};
