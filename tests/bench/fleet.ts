import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { residentMiB } from "./measure/processes.ts";
import { type Program, type Server, startServer } from "./servers.ts";

/** After its start a server still frees what only that took. */
const settleTime = 1000;

/** Servers by name, each started when it is first asked for and kept until the end: an idle one costs the others nothing. */
export interface Fleet {
  get(name: string, program: () => Program | Promise<Program>): Promise<Server>;
  /** A temporary folder that goes with the fleet. */
  folder(): Promise<string>;
  /** Memory of each server before its first request but for the one that asked whether it was well, in MiB. */
  readonly atRest: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

export function createFleet(): Fleet {
  const servers = new Map<string, Server>();
  const atRest = new Map<string, number>();
  const folders: string[] = [];
  return {
    atRest,
    async get(name, program) {
      const known = servers.get(name);
      if (known) return known;
      const server = await startServer(await program());
      servers.set(name, server);
      await delay(settleTime);
      atRest.set(name, await residentMiB(server.pid));
      return server;
    },
    async folder() {
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
