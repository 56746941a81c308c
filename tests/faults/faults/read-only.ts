import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "../fault.ts";

export const readOnly: Fault = {
  name: "read-only",
  title: "default_transaction_read_only=on for 5 s",
  dialects: ["postgres"],
  async inject({ postgres }) {
    await postgres().execute("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()");
    await delay(5000);
    await postgres().execute(
      "SET default_transaction_read_only = off",
      "ALTER SYSTEM RESET default_transaction_read_only",
      "SELECT pg_reload_conf()",
    );
  },
};
