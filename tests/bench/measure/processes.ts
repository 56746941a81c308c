import { readdir, readFile } from "node:fs/promises";

/** USER_HZ, 100 on all Linux platforms of Node. */
const ticksPerSecond = 100;
const pageKiB = 4;

interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** Including children that have exited. */
  readonly cpuSeconds: number;
  readonly residentMiB: number;
}

/** A process and all its descendants; empty without /proc. */
export async function processTree(root: number): Promise<readonly number[]> {
  return (await processStats(root)).map(({ pid }) => pid);
}

/** CPU time of a process and its descendants since their start; NaN if unknown. */
export async function cpuSeconds(root: number | undefined): Promise<number> {
  const all = root === undefined ? [] : await processStats(root);
  return all.length === 0 ? Number.NaN : all.reduce((sum, stat) => sum + stat.cpuSeconds, 0);
}

/** Resident memory of a process and its descendants; NaN if unknown. */
export async function residentMiB(root: number | undefined): Promise<number> {
  const all = root === undefined ? [] : await processStats(root);
  return all.length === 0 ? Number.NaN : all.reduce((sum, stat) => sum + stat.residentMiB, 0);
}

async function processStats(root: number): Promise<readonly ProcessStat[]> {
  const names = await readdir("/proc").catch(() => []);
  const all = (await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(readStat))).filter(
    (stat) => stat !== undefined,
  );
  const found = all.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

/** Undefined if the process has exited. */
async function readStat(pid: string): Promise<ProcessStat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => undefined);
  if (text === undefined) return undefined;
  // proc(5): the second field, the name in parentheses, may contain any characters; the third field follows it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]);
  return {
    pid: Number(pid),
    parent: field(4),
    cpuSeconds: (field(14) + field(15) + field(16) + field(17)) / ticksPerSecond,
    residentMiB: (field(24) * pageKiB) / 1024,
  };
}
