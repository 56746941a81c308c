import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";

/** Where time went, in microseconds of one thread. */
export interface Cost {
  readonly name: string;
  readonly microseconds: number;
}

export interface ProfileSummary {
  /** Of the time that is looked at, idle time included. */
  readonly microseconds: number;
  /** By package, by folder of ours, and by what of Node's. */
  readonly places: readonly Cost[];
  /** Time in the function itself. */
  readonly self: readonly Cost[];
  /** Time in functions of ours and in all that they call. */
  readonly inclusive: readonly Cost[];
}

interface Node {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

interface CpuProfile {
  readonly nodes: readonly Node[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Sums up a profile that `node --cpu-prof` wrote, from one moment to another (microseconds of the monotonic clock). */
export async function summarizeProfile(file: string, from: number, to: number): Promise<ProfileSummary> {
  const profile: CpuProfile = JSON.parse(await readFile(file, "utf8"));
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const places = new Map<string, number>();
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
    add(places, placeOf(node), time);
    add(self, nameOf(node), time);
    const seen = new Set<string>();
    for (let up: number | undefined = id; up !== undefined; up = parents.get(up)) {
      const one = nodes.get(up);
      if (!one || !isOurs(one)) continue;
      const name = nameOf(one);
      if (!seen.has(name)) add(inclusive, name, time);
      seen.add(name);
    }
  }
  return { microseconds: total, places: sorted(places), self: sorted(self), inclusive: sorted(inclusive) };
}

function sorted(costs: ReadonlyMap<string, number>): readonly Cost[] {
  return [...costs]
    .map(([name, microseconds]) => ({ name, microseconds }))
    .sort((a, b) => b.microseconds - a.microseconds);
}

function isOurs({ callFrame: { url } }: Node): boolean {
  return url.includes("/src/") && !url.includes("/node_modules/");
}

function placeOf(node: Node): string {
  const { url, functionName } = node.callFrame;
  const found = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (found) return found;
  if (url.startsWith("node:")) return `Node's ${url}`;
  if (isOurs(node)) return `minifb's ${/\/(src\/[^/]+)/.exec(url)?.[1]}`;
  return functionName.startsWith("(") ? functionName : isBuiltin(functionName) ? "Node" : "built in";
}

function nameOf({ callFrame: { functionName, url, lineNumber } }: Node): string {
  const name = functionName || "(anonymous)";
  if (url === "") return name;
  const place = url.replace(/^.*\/node_modules\//, "").replace(/^.*?\/(src\/.*)$/, "$1");
  return `${name} in ${place}:${lineNumber + 1}`;
}
