import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import type { Fault } from "../fault.ts";

/** Opens connections until Postgres refuses, and ends the server's, so that it cannot connect again. */
export const connectionsExhausted: Fault = {
  name: "connections-exhausted",
  title: "max_connections used up from outside for 8 s",
  dialects: ["postgres"],
  async inject({ postgres }) {
    const clients: pg.Client[] = [];
    const fill = async () => {
      for (;;) {
        const client = await postgres()
          .connect()
          .catch(() => undefined);
        if (!client) return;
        clients.push(client);
      }
    };
    await fill();
    await clients[0]?.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'minifb%'",
    );
    for (let i = 0; i < 16; i++) {
      await fill();
      await delay(500);
    }
    await Promise.all(clients.map((client) => client.end()));
  },
};
