import { type Json, type JsonObject, without } from "../../openapi/json.ts";
import { compareAnnotations, compareDeprecation } from "../annotations.ts";
import { documentation } from "../change.ts";
import { branchesOf, compareBranches } from "./branches.ts";
import { collect, type Pair, type Part, pairOf } from "./collect.ts";
import type { Comparison } from "./comparison.ts";
import { compareConstraints } from "./constraints.ts";
import { type Direction, type Finding, findingFor, under } from "./finding.ts";
import { flatten } from "./flatten.ts";
import { compareLimits } from "./limits.ts";
import { compareProperties } from "./properties.ts";
import { isShared } from "./reference.ts";
import { compareTypes, haveCommonType } from "./types.ts";
import { compareNulls, compareValues } from "./values.ts";

/** Compares schemas of two documents, for one direction. */
export type CompareSchemas = (before: Json | undefined, after: Json | undefined) => readonly Finding[];

const maxDepth = 60;

/** Each pair of components is compared once, however many locations refer to it. */
export function createSchemaComparison(before: JsonObject, after: JsonObject, direction: Direction): CompareSchemas {
  const known = new Map<string, readonly Part[]>();
  const comparison: Comparison = { before, after, direction, compare, isSame };
  let depth = 0;

  function compare(old: Json, now: Json): readonly Part[] {
    return isShared(old) || isShared(now) ? [{ path: [], pair: pairOf(old, now) }] : compareInline(old, now);
  }

  function compareInline(old: Json, now: Json): readonly Part[] {
    if (depth > maxDepth) return [];
    depth += 1;
    const parts = compareFlat(comparison, flatten(before, old), flatten(after, now));
    depth -= 1;
    return parts;
  }

  /** A pair whose comparison is in progress counts as unchanged, so that recursive schemas end. */
  function partsOf(pair: Pair): readonly Part[] {
    const found = known.get(pair.key);
    if (found) return found;
    known.set(pair.key, []);
    const parts = compareInline(pair.before, pair.after);
    known.set(pair.key, parts);
    return parts;
  }

  function isSame(old: Json, now: Json): boolean {
    return collect(compare(old, now), partsOf).every(({ effect }) => effect === "documentation");
  }

  return (old = {}, now = {}) => collect(compare(old, now), partsOf);
}

function compareFlat(comparison: Comparison, before: JsonObject, after: JsonObject): readonly Part[] {
  const { direction, compare } = comparison;
  const choice = compareChoice(comparison, before, after);
  if (choice) return [...choice, ...compareDocumentation(before, after)];
  const types = compareTypes(direction, before, after);
  if (!haveCommonType(before, after)) return [...types, ...compareNulls(direction, before, after)];
  return [
    ...types,
    ...compareValues(direction, before, after),
    ...compareLimits(direction, before, after),
    ...compareProperties(comparison, before, after),
    ...("items" in before || "items" in after ? under("[]", compare(before.items ?? {}, after.items ?? {})) : []),
    ...compareBranches(comparison, before, after),
    ...compareConstraints(comparison, before, after),
    ...compareDocumentation(before, after),
  ];
}

/** A schema that became one of several alternatives allows more. If one of several became the only one, it allows less. */
function compareChoice(
  { direction, isSame }: Comparison,
  before: JsonObject,
  after: JsonObject,
): readonly Finding[] | undefined {
  const [old, now] = [branchesOf(before), branchesOf(after)];
  if (old.length > 0 === now.length > 0) return undefined;
  const isKept = (old.length > 0 ? old : now).some((branch) =>
    old.length > 0 ? isSame(whole(before, branch), after) : isSame(before, whole(after, branch)),
  );
  if (old.length > 0) {
    return [findingFor(direction, isKept ? "narrower" : "other", "is no longer one of several kinds", "another kind")];
  }
  return [findingFor(direction, isKept ? "wider" : "other", "may now be one of several kinds", "another kind")];
}

/** One alternative, joined with the keywords beside `oneOf` or `anyOf`, which apply to all of them. */
function whole(schema: JsonObject, branch: Json): Json {
  return { allOf: [without(schema, "oneOf", "anyOf", "discriminator"), branch] };
}

function compareDocumentation(before: JsonObject, after: JsonObject): readonly Finding[] {
  const changed = compareAnnotations(before, after);
  const deprecation = compareDeprecation(before, after);
  return [
    ...(deprecation === undefined
      ? []
      : [{ path: [], predicate: deprecation, effect: "compatible" as const, why: "it works as before" }]),
    ...(changed === undefined ? [] : [{ path: [], predicate: changed, ...documentation }]),
  ];
}
