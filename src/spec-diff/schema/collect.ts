import type { Json } from "../../openapi/json.ts";
import { keyOf } from "../equal.ts";
import type { Finding } from "./finding.ts";
import { componentName } from "./reference.ts";

/** Two shared schemas, which are compared once however many places refer to them. */
export interface Pair {
  readonly before: Json;
  readonly after: Json;
  /** Equal for equal pairs. */
  readonly key: string;
}

/** A result of comparing two schemas: a finding, or a reference to a pair that is compared separately. */
export type Part = Finding | { readonly path: readonly string[]; readonly pair: Pair };

/**
 * The findings of some parts and of all pairs that they refer to. A breadth-first search visits each pair once, by its
 * shortest path: the number of paths grows exponentially in documents whose schemas refer to each other.
 */
export function collect(parts: readonly Part[], partsOf: (pair: Pair) => readonly Part[]): readonly Finding[] {
  const queue: QueuedPart[] = parts.map((part) => ({ part, from: undefined }));
  const visitCounts = new Map<string, number>();
  const found: { readonly finding: Finding; readonly from: string | undefined }[] = [];
  for (const { part, from } of queue) {
    if (!("pair" in part)) {
      found.push({ finding: part, from });
      continue;
    }
    const { path, pair } = part;
    const { key } = pair;
    visitCounts.set(key, (visitCounts.get(key) ?? 0) + 1);
    if (visitCounts.get(key) !== 1) continue;
    const name = componentName(pair.after);
    for (const inner of partsOf(pair)) {
      const component = "pair" in inner || name === undefined ? {} : { component: { name, path: inner.path } };
      queue.push({ part: { ...inner, ...component, path: [...path, ...inner.path] }, from: key });
    }
  }
  return found.map(({ finding, from }) => ({
    ...finding,
    hasOtherPaths: from !== undefined && (visitCounts.get(from) ?? 0) > 1,
  }));
}

interface QueuedPart {
  readonly part: Part;
  /** The key of the pair that the part belongs to. */
  readonly from: string | undefined;
}

export function pairOf(before: Json, after: Json): Pair {
  return { before, after, key: `${keyOf(before)} ${keyOf(after)}` };
}
