import { isArray, isObject, type Json, type JsonObject, stringAt } from "../../openapi/json.ts";
import { resolve } from "../../openapi/pointer.ts";
import { isAnnotation } from "../annotations.ts";
import { isEqual } from "../equal.ts";
import { code } from "../words.ts";
import type { Comparison } from "./comparison.ts";
import { type Finding, findingFor } from "./finding.ts";

/** Keywords that only exclude values. They are compared for equality, not by content. */
const keywords = [
  "not",
  "if",
  "then",
  "else",
  "patternProperties",
  "propertyNames",
  "prefixItems",
  "contains",
  "dependentRequired",
  "dependentSchemas",
  "unevaluatedItems",
  "contentEncoding",
  "contentMediaType",
  "contentSchema",
];

export function compareConstraints(comparison: Comparison, before: JsonObject, after: JsonObject): readonly Finding[] {
  const { direction } = comparison;
  return keywords.flatMap((keyword) => {
    const old = dereferenced(comparison.before, before[keyword], keyword);
    const now = dereferenced(comparison.after, after[keyword], keyword);
    if (isEqual(old, now)) return [];
    if (old === undefined)
      return [findingFor(direction, "narrower", `has now a rule ${code(keyword)}`, "anything else")];
    if (now === undefined) {
      return [findingFor(direction, "wider", `has no longer a rule ${code(keyword)}`, "anything else")];
    }
    return [findingFor(direction, "other", `has another rule ${code(keyword)}`, "anything else")];
  });
}

/** Resolves references, except recursive ones, and removes annotations. */
function dereferenced(
  document: JsonObject,
  node: Json | undefined,
  key: string,
  around: readonly (Json | undefined)[] = [],
): Json | undefined {
  if (node === undefined) return undefined;
  if (isArray(node)) return node.map((item) => dereferenced(document, item, "", around) ?? null);
  if (!isObject(node)) return node;
  if (stringAt(node, "$ref") !== undefined) {
    const target = resolve(document, node);
    return around.includes(target)
      ? { $ref: around.length - around.indexOf(target) }
      : dereferenced(document, target, key, [...around, target]);
  }
  const isMap = ["properties", "patternProperties", "dependentSchemas", "dependentRequired"].includes(key);
  return Object.fromEntries(
    Object.entries(node)
      .filter(([name]) => isMap || !isAnnotation(name))
      .map(([name, child]) => [name, dereferenced(document, child, isMap ? "" : name, around) ?? null]),
  );
}
