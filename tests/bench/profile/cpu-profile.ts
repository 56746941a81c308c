import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";

/** CPU time of one thread. */
export interface Cost {
  readonly name: string;
  readonly microseconds: number;
}

export interface ProfileSummary {
  /** The profiled time, including idle time. */
  readonly microseconds: number;
  /** By npm package, by folder of minifb, and by module of Node. */
  readonly packages: readonly Cost[];
  /** Time in the function, without its callees. */
  readonly self: readonly Cost[];
  /** Time in functions of minifb, with their callees. */
  readonly inclusive: readonly Cost[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Summarizes a profile of `node --cpu-prof` between two times, in microseconds of the monotonic clock. */
export async function summarizeProfile(file: string, from: number, to: number): Promise<ProfileSummary> {
  const profile: CpuProfile = JSON.parse(await readFile(file, "utf8"));
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const packages = new Map<string, number>();
  const self = new Map<string, number>();
  const inclusive = new Map<string, number>();
  const add = (costs: Map<string, number>, name: string, time: number) =>
    costs.set(name, (costs.get(name) ?? 0) + time);

  let at = profile.startTime;
  let total = 0;
  for (const [index, id] of profile.samples.entries()) {
    const time = profile.timeDeltas[index] ?? 0;
    at += time;
    const node = nodes.get(id);
    if (!node || at < from || at > to) continue;
    total += time;
    add(packages, packageOf(node), time);
    add(self, nameOf(node), time);
    const seen = new Set<string>();
    for (let ancestor: number | undefined = id; ancestor !== undefined; ancestor = parents.get(ancestor)) {
      const caller = nodes.get(ancestor);
      if (!caller || !isMinifb(caller)) continue;
      const name = nameOf(caller);
      if (!seen.has(name)) add(inclusive, name, time);
      seen.add(name);
    }
  }
  return { microseconds: total, packages: sorted(packages), self: sorted(self), inclusive: sorted(inclusive) };
}

function sorted(costs: ReadonlyMap<string, number>): readonly Cost[] {
  return [...costs]
    .map(([name, microseconds]) => ({ name, microseconds }))
    .sort((a, b) => b.microseconds - a.microseconds);
}

function isMinifb({ callFrame: { url } }: ProfileNode): boolean {
  return url.includes("/src/") && !url.includes("/node_modules/");
}

function packageOf(node: ProfileNode): string {
  const { url, functionName } = node.callFrame;
  const npmPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (npmPackage) return npmPackage;
  if (url.startsWith("node:")) return `Node's ${url}`;
  if (isMinifb(node)) return `minifb's ${/\/(src\/[^/]+)/.exec(url)?.[1]}`;
  return functionName.startsWith("(") ? functionName : isBuiltin(functionName) ? "Node" : "built in";
}

function nameOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string {
  const name = functionName || "(anonymous)";
  if (url === "") return name;
  const path = url.replace(/^.*\/node_modules\//, "").replace(/^.*?\/(src\/.*)$/, "$1");
  return `${name} in ${path}:${lineNumber + 1}`;
}
