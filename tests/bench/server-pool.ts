import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { residentMiB } from "./measure/processes.ts";
import { type Program, type Server, startServer } from "./servers.ts";

/** A server still frees memory shortly after its start. */
const settleMs = 1000;

/** Servers by name. Each is started on first use and runs until the end; idle servers take no CPU time. */
export interface ServerPool {
  get(name: string, program: () => Program | Promise<Program>): Promise<Server>;
  /** Creates a folder that `stop` deletes. */
  temporaryFolder(): Promise<string>;
  /** Resident memory of each server after its start, before any load, in MiB. */
  readonly idleMiB: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

export function createServerPool(): ServerPool {
  const servers = new Map<string, Server>();
  const idleMiB = new Map<string, number>();
  const folders: string[] = [];
  return {
    idleMiB,
    async get(name, program) {
      const running = servers.get(name);
      if (running) return running;
      const server = await startServer(await program());
      servers.set(name, server);
      await delay(settleMs);
      idleMiB.set(name, await residentMiB(server.pid));
      return server;
    },
    async temporaryFolder() {
      const folder = await mkdtemp(join(tmpdir(), "minifb-bench-"));
      folders.push(folder);
      return folder;
    },
    async stop() {
      await Promise.all([...servers.values()].map((server) => server.stop()));
      servers.clear();
      await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}
