import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "../fault.ts";

function terminate(name: string, title: string, condition: string): Fault {
  return {
    name,
    title,
    dialects: ["postgres"],
    async inject({ postgres }) {
      const client = await postgres().connect();
      for (let i = 0; i < 20; i++) {
        await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND ${condition}`,
        );
        await delay(150);
      }
      await client.end();
    },
  };
}

export const backendsTerminated = terminate(
  "backends-terminated",
  "all backends terminated, 20 times",
  "backend_type = 'client backend'",
);
export const listenerTerminated = terminate(
  "listener-terminated",
  "the LISTEN backend terminated, 20 times",
  "application_name = 'minifb listener'",
);
