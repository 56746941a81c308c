import type { Fault } from "../fault.ts";

export const serverStopped: Fault = {
  name: "server-stopped",
  title: "SIGTERM under load, restart",
  dialects: ["sqlite", "postgres"],
  mustAnswerAccepted: true,
  async inject({ servers: [server] }) {
    await server.stop();
    await server.start();
  },
};
