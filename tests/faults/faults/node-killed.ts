import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "../fault.ts";

export const nodeKilled: Fault = {
  name: "node-killed",
  title: "two nodes, kill -9 of one",
  dialects: ["postgres"],
  nodes: 2,
  async inject({ servers: [, second] }) {
    await second?.kill();
    await delay(3000);
    await second?.start();
  },
};
