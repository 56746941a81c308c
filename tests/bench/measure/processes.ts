import { readdir, readFile } from "node:fs/promises";

/** CPU time is counted in hundredths of a second on every Linux that Node runs on. */
const ticksPerSecond = 100;
const pageKiB = 4;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Its own and that of children that have ended. */
  readonly cpuSeconds: number;
  readonly residentMiB: number;
}

/** A process and all its descendants; none where there is no /proc. */
export async function processTree(root: number): Promise<readonly number[]> {
  return (await stats(root)).map(({ pid }) => pid);
}

/** CPU time since the start of a process and its descendants; NaN where that cannot be told. */
export async function cpuSeconds(root: number | undefined): Promise<number> {
  const all = root === undefined ? [] : await stats(root);
  return all.length === 0 ? Number.NaN : all.reduce((sum, stat) => sum + stat.cpuSeconds, 0);
}

/** Memory of a process and its descendants; NaN where that cannot be told. */
export async function residentMiB(root: number | undefined): Promise<number> {
  const all = root === undefined ? [] : await stats(root);
  return all.length === 0 ? Number.NaN : all.reduce((sum, stat) => sum + stat.residentMiB, 0);
}

async function stats(root: number): Promise<readonly Stat[]> {
  const names = await readdir("/proc").catch(() => []);
  const all = (await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(readStat))).filter(
    (stat) => stat !== undefined,
  );
  const found = all.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

/** Undefined for a process that has just ended. */
async function readStat(pid: string): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => undefined);
  if (text === undefined) return undefined;
  // proc(5): the name, in brackets, may hold anything; the third field is the first one after it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]);
  return {
    pid: Number(pid),
    parent: field(4),
    cpuSeconds: (field(14) + field(15) + field(16) + field(17)) / ticksPerSecond,
    residentMiB: (field(24) * pageKiB) / 1024,
  };
}
