import { type ServerProcess, startProcess } from "../../support/server-process.ts";
import { freePort } from "./free-port.ts";
import { childrenOf } from "./postgres-cluster.ts";

/** A server that keeps its port and its configuration when it is started again. */
export interface FaultServer {
  readonly port: number;
  start(): Promise<void>;
  /** SIGKILL for the process and its workers. */
  kill(): Promise<void>;
  /** SIGTERM. @throws Error if it does not exit with 0 within 20 s */
  stop(): Promise<void>;
  workerIds(): readonly number[];
}

export async function createFaultServer(env: Readonly<Record<string, string>>): Promise<FaultServer> {
  const port = await freePort();
  let current: ServerProcess | undefined;
  process.once("exit", () => current?.child.kill("SIGKILL"));

  const workerIds = () => (current?.child.pid === undefined ? [] : childrenOf(current.child.pid));
  return {
    port,
    workerIds,
    async start() {
      current = startProcess({ module: "src/server/main", runtime: "node", env: { ...env, PORT: String(port) } });
      await current.line(/ready at http/);
    },
    async kill() {
      const workers = workerIds();
      current?.child.kill("SIGKILL");
      for (const pid of workers) process.kill(pid, "SIGKILL");
      await current?.ended();
      current = undefined;
    },
    async stop() {
      const stopping = current;
      current = undefined;
      await stopping?.stop();
    },
  };
}
