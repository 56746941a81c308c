import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import { processTree } from "./processes.ts";

const run = promisify(execFile);

/** CPU lists, as for `taskset`, of the server and of the database and load generators. */
export interface Layout {
  readonly server: string;
  readonly rest: string;
  readonly title: string;
}

/** The server alone on one core, so that its throughput shows the CPU time per request. Undefined on a single core. */
export function separateCores(): Layout | undefined {
  const cores = availableParallelism();
  if (cores < 2) return undefined;
  const rest = cores === 2 ? "1" : `1-${cores - 1}`;
  return { server: "0", rest, title: `the server on processor 0, database and load on ${rest}` };
}

/** No pinning, as in production. */
export function allCores(): Layout {
  const all = `0-${availableParallelism() - 1}`;
  return { server: all, rest: all, title: "server, database and load on all processors" };
}

const pinnedCores = new Map<number, string>();

/**
 * Pins a process, its threads and its current and future children to cores.
 * @returns false if that is not possible, for example without `taskset`
 */
export async function pin(pid: number | undefined, cores: string): Promise<boolean> {
  if (pid === undefined) return false;
  if (pinnedCores.get(pid) === cores) return true;
  try {
    for (const member of await processTree(pid)) await run("taskset", ["-a", "-c", "-p", cores, String(member)]);
    pinnedCores.set(pid, cores);
    return true;
  } catch {
    return false;
  }
}
