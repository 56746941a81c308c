import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import { processTree } from "./processes.ts";

const run = promisify(execFile);

/** On which processors, as `taskset` takes them, the server runs, and on which the database and the load. */
export interface Layout {
  readonly server: string;
  readonly rest: string;
  readonly title: string;
}

/** The server alone on one processor, so that what is measured is how much of it a request takes. */
export function apart(): Layout | undefined {
  const cores = availableParallelism();
  if (cores < 2) return undefined;
  const rest = cores === 2 ? "1" : `1-${cores - 1}`;
  return { server: "0", rest, title: `the server on processor 0, database and load on ${rest}` };
}

/** Everybody wherever there is room, as on a machine in production. */
export function together(): Layout {
  const all = `0-${availableParallelism() - 1}`;
  return { server: all, rest: all, title: "server, database and load on all processors" };
}

const pinned = new Map<number, string>();

/**
 * Keeps a process, its threads and its children, also those to come, to processors.
 * @returns false where that cannot be done here
 */
export async function pin(pid: number | undefined, cores: string): Promise<boolean> {
  if (pid === undefined) return false;
  if (pinned.get(pid) === cores) return true;
  try {
    for (const member of await processTree(pid)) await run("taskset", ["-a", "-c", "-p", cores, String(member)]);
    pinned.set(pid, cores);
    return true;
  } catch {
    return false;
  }
}
