import { isArray, isObject, type Json, type JsonObject, listAt, objectAt, without } from "../../openapi/json.ts";
import { resolve } from "../../openapi/pointer.ts";
import { isEqual } from "../equal.ts";

const maxDepth = 50;

/**
 * Normalizes a schema to one object: references and `allOf` merged into it, `nullable` as the type
 * `null`, `const` as an `enum` of one, exclusive bounds as numbers. Nested schemas are not changed.
 */
export function flatten(document: JsonObject, schema: Json | undefined, depth = 0): JsonObject {
  if (schema === false) return { not: {} };
  if (!isObject(schema) || depth > maxDepth) return {};
  const own = normalize(without(schema, "$ref", "allOf"));
  const target = "$ref" in schema ? [resolve(document, { $ref: schema.$ref ?? null })] : [];
  const parts = [...target, ...listAt(schema, "allOf")].map((part) => flatten(document, part, depth + 1));
  const merged = mergeChoices(parts.reduce<JsonObject>(merge, own));
  return nullBranch(document, withNullable(schema, merged), depth);
}

function normalize(schema: JsonObject): JsonObject {
  const { type, nullable, const: only, minimum, maximum, exclusiveMinimum, exclusiveMaximum, ...rest } = schema;
  const types = isArray(type) ? type : type === undefined ? [] : [type];
  return {
    ...rest,
    ...(types.length > 0 && { type: nullable === true && !types.includes("null") ? [...types, "null"] : types }),
    ...(only !== undefined && { enum: [only] }),
    ...bound("minimum", "exclusiveMinimum", minimum, exclusiveMinimum),
    ...bound("maximum", "exclusiveMaximum", maximum, exclusiveMaximum),
  };
}

/** `exclusiveMinimum` is a boolean in OpenAPI 3.0 and a number in 3.1. */
function bound(
  name: string,
  exclusiveName: string,
  inclusive: Json | undefined,
  exclusive: Json | undefined,
): JsonObject {
  if (exclusive === true && inclusive !== undefined) return { [exclusiveName]: inclusive };
  return {
    ...(inclusive !== undefined && { [name]: inclusive }),
    ...(typeof exclusive === "number" && { [exclusiveName]: exclusive }),
  };
}

/** `{ nullable: true, allOf: [...] }` is taken to allow null, as authors mean it, although OpenAPI 3.0.3 says otherwise. */
function withNullable(schema: JsonObject, merged: JsonObject): JsonObject {
  const { type } = merged;
  const isMeant = schema.nullable === true && schema.type === undefined && isArray(type) && !type.includes("null");
  return isMeant ? { ...merged, type: [...type, "null"] } : merged;
}

/** `anyOf: [A, { type: "null" }]` is A or null. */
function nullBranch(document: JsonObject, schema: JsonObject, depth: number): JsonObject {
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = listAt(schema, keyword);
    const [only, ...more] = branches.filter((branch) => !(isObject(branch) && branch.type === "null"));
    if (only === undefined || more.length > 0 || branches.length !== 2) continue;
    const inner = flatten(document, only, depth + 1);
    const type = listAt(inner, "type");
    if (type.length === 0) continue;
    const withNull = { ...inner, type: type.includes("null") ? type : [...type, "null"] };
    return merge(without(schema, keyword), withNull);
  }
  return schema;
}

/** The intersection of two schemas. Of annotations such as `description`, the first wins. */
function merge(a: JsonObject, b: JsonObject): JsonObject {
  const merged = new Map(Object.entries(a));
  for (const [keyword, theirs] of Object.entries(b)) {
    const ours = merged.get(keyword);
    merged.set(keyword, ours === undefined ? theirs : both(keyword, ours, theirs));
  }
  return Object.fromEntries(merged);
}

function both(keyword: string, a: Json, b: Json): Json {
  if (isEqual(a, b)) return a;
  switch (keyword) {
    case "type":
      return commonTypes(isArray(a) ? a : [a], isArray(b) ? b : [b]);
    case "enum":
      return isArray(a) && isArray(b) ? a.filter((value) => b.some((other) => isEqual(value, other))) : a;
    case "required":
      return isArray(a) && isArray(b) ? [...new Set([...a, ...b])] : a;
    case "properties":
      return mergeProperties(a, b);
    case "additionalProperties":
      return a === false || b === false ? false : isObject(a) && isObject(b) ? { allOf: [a, b] } : isObject(a) ? a : b;
    case "items":
      return { allOf: [a, b] };
    case "pattern":
      return `${a} and ${b}`;
    case "oneOf":
    case "anyOf":
      return isArray(a) && isArray(b) ? pairs(a, b) : a;
    case "not":
      return { anyOf: [a, b] };
    default:
      return tighter(keyword, a, b);
  }
}

function tighter(keyword: string, a: Json, b: Json): Json {
  if (typeof a !== "number" || typeof b !== "number") return a;
  if (keyword === "multipleOf") return a % b === 0 ? a : b % a === 0 ? b : a * b;
  return /^(exclusiveM|m)in/.test(keyword) ? Math.max(a, b) : Math.min(a, b);
}

function commonTypes(a: readonly Json[], b: readonly Json[]): readonly Json[] {
  const has = (types: readonly Json[], type: Json) =>
    types.includes(type) || (type === "integer" && types.includes("number"));
  return [...new Set([...a.filter((type) => has(b, type)), ...b.filter((type) => has(a, type))])];
}

function mergeProperties(a: Json, b: Json): JsonObject {
  const ours = objectAt({ a }, "a");
  const theirs = objectAt({ b }, "b");
  const shared = Object.keys(ours).filter((name) => Object.hasOwn(theirs, name));
  return {
    ...ours,
    ...theirs,
    ...Object.fromEntries(shared.map((name) => [name, { allOf: [ours[name] ?? {}, theirs[name] ?? {}] }])),
  };
}

/** Combines `oneOf` and `anyOf` to one `anyOf`. */
function mergeChoices(schema: JsonObject): JsonObject {
  const { oneOf, anyOf } = schema;
  if (!isArray(oneOf) || !isArray(anyOf)) return schema;
  return { ...without(schema, "oneOf"), anyOf: pairs(oneOf, anyOf) };
}

/** (A or B) and (C or D) has four alternatives. */
function pairs(a: readonly Json[], b: readonly Json[]): readonly Json[] {
  return a.flatMap((first) => b.map((second) => ({ allOf: [first, second] })));
}
