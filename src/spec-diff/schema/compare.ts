import { type Json, type JsonObject, without } from "../../openapi/json.ts";
import { compareAnnotations, compareDeprecation } from "../annotations.ts";
import { documentation } from "../change.ts";
import { branchesOf, compareBranches } from "./branches.ts";
import { collect, type Pair, type Part, pairOf } from "./collect.ts";
import { compareConstraints } from "./constraints.ts";
import { type Direction, type Finding, shifted, under } from "./finding.ts";
import { flatten } from "./flatten.ts";
import { compareLimits } from "./limits.ts";
import { compareProperties } from "./properties.ts";
import { isShared } from "./reference.ts";
import { compareTypes, haveCommonType } from "./types.ts";
import { compareNulls, compareValues } from "./values.ts";

/** What the comparison of two schemas needs to know of where they are. */
export interface Comparison {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly direction: Direction;
  /** Compares two schemas that lie in those compared. */
  readonly compare: (before: Json, after: Json) => readonly Part[];
  /** Whether they say the same, but for documentation. */
  readonly isSame: (before: Json, after: Json) => boolean;
}

/** Compares schemas of two documents, for one direction. */
export type CompareSchemas = (before: Json | undefined, after: Json | undefined) => readonly Finding[];

const deepest = 60;

/** Each pair of components is compared once, however many places refer to it, directly or through others. */
export function createSchemaComparison(before: JsonObject, after: JsonObject, direction: Direction): CompareSchemas {
  const known = new Map<string, readonly Part[]>();
  const comparison: Comparison = { before, after, direction, compare, isSame };
  let depth = 0;

  function compare(old: Json, now: Json): readonly Part[] {
    return isShared(old) || isShared(now) ? [{ path: [], pair: pairOf(old, now) }] : look(old, now);
  }

  function look(old: Json, now: Json): readonly Part[] {
    if (depth > deepest) return [];
    depth += 1;
    const parts = compareFlat(comparison, flatten(before, old), flatten(after, now));
    depth -= 1;
    return parts;
  }

  /** Of a pair that is under way there is nothing to say yet: it says the same unless something else in it does not. */
  function partsOf(pair: Pair): readonly Part[] {
    const found = known.get(pair.key);
    if (found) return found;
    known.set(pair.key, []);
    const parts = look(pair.before, pair.after);
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
  if (choice) return [...choice, ...compareTold(before, after)];
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
    ...compareTold(before, after),
  ];
}

/** A schema that became one of several kinds allows more; one of several that became the only one, less. */
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
    return [shifted(direction, isKept ? "narrower" : "other", "is no longer one of several kinds", "another kind")];
  }
  return [shifted(direction, isKept ? "wider" : "other", "may now be one of several kinds", "another kind")];
}

/** One of the kinds with what is said beside the choice, which holds for all of them. */
function whole(schema: JsonObject, branch: Json): Json {
  return { allOf: [without(schema, "oneOf", "anyOf", "discriminator"), branch] };
}

function compareTold(before: JsonObject, after: JsonObject): readonly Finding[] {
  const told = compareAnnotations(before, after);
  const deprecation = compareDeprecation(before, after);
  return [
    ...(deprecation === undefined
      ? []
      : [{ path: [], predicate: deprecation, effect: "compatible" as const, why: "it works as before" }]),
    ...(told === undefined ? [] : [{ path: [], predicate: told, ...documentation }]),
  ];
}
