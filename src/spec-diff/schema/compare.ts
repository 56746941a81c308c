import { type Json, type JsonObject, without } from "../../codegen/json.ts";
import { compareAnnotations, compareDeprecation } from "../annotations.ts";
import { documentation } from "../change.ts";
import { branchesOf, compareBranches } from "./branches.ts";
import { compareConstraints } from "./constraints.ts";
import { type Direction, type Finding, shifted, under, within } from "./finding.ts";
import { flatten } from "./flatten.ts";
import { compareLimits } from "./limits.ts";
import { compareProperties } from "./properties.ts";
import { componentName, meant } from "./reference.ts";
import { compareTypes, haveCommonType } from "./types.ts";
import { compareNulls, compareValues } from "./values.ts";

/** What the comparison of two schemas needs to know of where they are. */
export interface Comparison {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly direction: Direction;
  /** Compares two schemas that lie in those compared. */
  readonly compare: (before: Json, after: Json) => readonly Finding[];
}

/** Compares schemas of two documents, for one direction. */
export type CompareSchemas = (before: Json | undefined, after: Json | undefined) => readonly Finding[];

const deepest = 60;

/** Each pair of schemas is compared once, however many places refer to it; one that lies in itself is not gone into again. */
export function createSchemaComparison(before: JsonObject, after: JsonObject, direction: Direction): CompareSchemas {
  const known = new Map<Json | undefined, Map<Json | undefined, readonly Finding[]>>();
  let depth = 0;

  function compare(old: Json | undefined, now: Json | undefined): readonly Finding[] {
    const [was, is] = [meant(before, old), meant(after, now)];
    const byOld = known.get(was) ?? new Map<Json | undefined, readonly Finding[]>();
    known.set(was, byOld);
    const found = byOld.get(is) ?? look(byOld, old ?? {}, now ?? {}, is);
    const name = componentName(now ?? {});
    return name === undefined ? found : within(name, found);
  }

  function look(
    byOld: Map<Json | undefined, readonly Finding[]>,
    old: Json,
    now: Json,
    is: Json | undefined,
  ): readonly Finding[] {
    if (depth > deepest) return [];
    byOld.set(is, []);
    depth += 1;
    const findings = compareFlat({ before, after, direction, compare }, flatten(before, old), flatten(after, now));
    depth -= 1;
    byOld.set(is, findings);
    return findings;
  }
  return compare;
}

function compareFlat(comparison: Comparison, before: JsonObject, after: JsonObject): readonly Finding[] {
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
  { direction, compare }: Comparison,
  before: JsonObject,
  after: JsonObject,
): readonly Finding[] | undefined {
  const [old, now] = [branchesOf(before), branchesOf(after)];
  if (old.length > 0 === now.length > 0) return undefined;
  const isKept = (old.length > 0 ? old : now).some((branch) => {
    const findings = old.length > 0 ? compare(whole(before, branch), after) : compare(before, whole(after, branch));
    return findings.every(({ effect }) => effect === "documentation");
  });
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
