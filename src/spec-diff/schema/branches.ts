import { type Json, type JsonObject, listAt, objectAt, stringAt } from "../../openapi/json.ts";
import { code } from "../words.ts";
import type { Part } from "./collect.ts";
import type { Comparison } from "./comparison.ts";
import { type Finding, findingFor, under } from "./finding.ts";
import { flatten } from "./flatten.ts";
import { componentName } from "./reference.ts";

/** Compares the alternatives of `oneOf` and `anyOf`. */
export function compareBranches(comparison: Comparison, before: JsonObject, after: JsonObject): readonly Part[] {
  const [old, now] = [branchesOf(before), branchesOf(after)];
  if (old.length === 0 && now.length === 0) return [];
  const { pairs, gone, added } = match(comparison, old, now);
  const { direction } = comparison;
  return [
    ...pairs.flatMap(([was, is, index]) =>
      under(`(${nameOf(comparison.after, is, index)})`, comparison.compare(was, is)),
    ),
    ...gone.map(([schema, index]) =>
      findingFor(direction, "narrower", `can no longer be ${code(nameOf(comparison.before, schema, index))}`, "it"),
    ),
    ...added.map(([schema, index]) =>
      findingFor(direction, "wider", `can now also be ${code(nameOf(comparison.after, schema, index))}`, "it"),
    ),
    ...compareDiscriminators(comparison, before, after),
  ];
}

type Branch = readonly [schema: Json, index: number];

/** The alternatives of `oneOf` and `anyOf`; none if the schema has neither. */
export function branchesOf(schema: JsonObject): readonly Json[] {
  return [...listAt(schema, "oneOf"), ...listAt(schema, "anyOf")];
}

/** Matches alternatives by component name, then by equality, then the remaining unnamed ones in order. */
function match(comparison: Comparison, old: readonly Json[], now: readonly Json[]) {
  const left: Branch[] = old.map((schema, index) => [schema, index]);
  let right: Branch[] = now.map((schema, index) => [schema, index]);
  const pairs: (readonly [Json, Json, number])[] = [];
  const hasSameName = (a: Json, b: Json) => componentName(a) !== undefined && componentName(a) === componentName(b);
  const areBothUnnamed = (a: Json, b: Json) => componentName(a) === undefined && componentName(b) === undefined;
  for (const fits of [hasSameName, comparison.isSame, areBothUnnamed]) {
    for (const branch of [...left]) {
      const found = right.find(([schema]) => fits(branch[0], schema));
      if (!found) continue;
      pairs.push([branch[0], found[0], found[1]]);
      left.splice(left.indexOf(branch), 1);
      right = right.filter((each) => each !== found);
    }
  }
  return { pairs, gone: left, added: right };
}

function nameOf(document: JsonObject, schema: Json, index: number): string {
  const { title, type } = flatten(document, schema);
  if (typeof title === "string") return title;
  return componentName(schema) ?? (Array.isArray(type) ? `${type.join(" or ")}` : `kind ${index + 1}`);
}

function compareDiscriminators({ direction }: Comparison, before: JsonObject, after: JsonObject): readonly Finding[] {
  const [old, now] = [objectAt(before, "discriminator"), objectAt(after, "discriminator")];
  const [was, is] = [stringAt(old, "propertyName"), stringAt(now, "propertyName")];
  if (was === is) return [];
  if (was === undefined || is === undefined) return [];
  return [findingFor(direction, "other", `now has the discriminator ${code(is)}, it was ${code(was)}`, "the other")];
}
