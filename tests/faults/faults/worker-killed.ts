import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "../fault.ts";

export const workerKilled: Fault = {
  name: "worker-killed",
  title: "kill -9 of one of two workers",
  dialects: ["sqlite", "postgres"],
  workers: 2,
  async inject({ servers: [server] }) {
    for (let i = 0; i < 2; i++) {
      const [pid] = server.workerIds();
      if (pid === undefined) throw new Error("The server has no workers");
      process.kill(pid, "SIGKILL");
      await delay(2000);
    }
  },
};
