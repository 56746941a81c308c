import type { Json } from "../../openapi/json.ts";
import { keyOf } from "../equal.ts";
import type { Finding } from "./finding.ts";
import { componentName } from "./reference.ts";

/** Two schemas that stand for themselves, wherever they are referred to. */
export interface Pair {
  readonly before: Json;
  readonly after: Json;
  /** The same for the same pair. */
  readonly key: string;
}

/** What the comparison of two schemas gives: a change, or a place at which they refer to others. */
export type Part = Finding | { readonly path: readonly string[]; readonly pair: Pair };

/**
 * The changes among parts and all that they refer to. Each pair is visited once, by the shortest way, or a document whose
 * schemas refer to each other would have more ways than anybody could count.
 */
export function collect(parts: readonly Part[], partsOf: (pair: Pair) => readonly Part[]): readonly Finding[] {
  const waiting: Waiting[] = parts.map((part) => ({ part, from: undefined }));
  const ways = new Map<string, number>();
  const found: { readonly finding: Finding; readonly from: string | undefined }[] = [];
  for (const { part, from } of waiting) {
    if (!("pair" in part)) {
      found.push({ finding: part, from });
      continue;
    }
    const { path, pair } = part;
    const { key } = pair;
    ways.set(key, (ways.get(key) ?? 0) + 1);
    if (ways.get(key) !== 1) continue;
    const name = componentName(pair.after);
    for (const inner of partsOf(pair)) {
      const component = "pair" in inner || name === undefined ? {} : { component: { name, path: inner.path } };
      waiting.push({ part: { ...inner, ...component, path: [...path, ...inner.path] }, from: key });
    }
  }
  return found.map(({ finding, from }) => ({
    ...finding,
    hasOtherWays: from !== undefined && (ways.get(from) ?? 0) > 1,
  }));
}

interface Waiting {
  readonly part: Part;
  /** The pair that it is a part of. */
  readonly from: string | undefined;
}

export function pairOf(before: Json, after: Json): Pair {
  return { before, after, key: `${keyOf(before)} ${keyOf(after)}` };
}
