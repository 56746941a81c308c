import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "../fault.ts";

export const serverKilled: Fault = {
  name: "server-killed",
  title: "kill -9 of the server, restart",
  dialects: ["sqlite", "postgres"],
  async inject({ servers: [server] }) {
    for (let i = 0; i < 2; i++) {
      await server.kill();
      await server.start();
      await delay(500);
    }
  },
};
