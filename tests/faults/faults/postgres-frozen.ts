import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "../fault.ts";

function freeze(seconds: number): Fault {
  return {
    name: `postgres-frozen-${seconds}`,
    title: `Postgres frozen (SIGSTOP) for ${seconds} s`,
    dialects: ["postgres"],
    async inject({ postgres }) {
      postgres().signalAll("SIGSTOP");
      try {
        await delay(1000 * seconds);
      } finally {
        postgres().signalAll("SIGCONT");
      }
    },
  };
}

export const postgresFrozen = [freeze(5), freeze(30)];
