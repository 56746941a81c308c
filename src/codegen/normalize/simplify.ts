import { isArray, isObject, type Json, type JsonObject, listAt, objectAt, without } from "../../openapi/json.ts";
import { rewriteDocument } from "../../openapi/shape.ts";
import { simplifyExtras } from "./simplify-extras.ts";
import { simplifyRequired } from "./simplify-required.ts";
import { simplifyType, withoutNull } from "./simplify-type.ts";

/** Keywords that are not assertions. */
export const annotations = [
  ...["title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "externalDocs"],
  ...["xml", "$comment", "nullable", "discriminator"],
];

/** Keywords that have no equivalent in TypeScript. */
const untypedKeywords = [
  ...["not", "if", "then", "else", "dependentSchemas", "dependentRequired", "contains", "propertyNames"],
  ...["unevaluatedItems", "contentSchema", "$defs", "definitions", "$id", "$schema", "$anchor", "$dynamicAnchor"],
];

/** Rewrites each schema, innermost first, to a form that openapi-typescript converts correctly. */
export function simplifySchemas(document: JsonObject): JsonObject {
  const isVersion30 = String(document.openapi).startsWith("3.0.");
  return rewriteDocument(document, (kind, node, path) => {
    if (kind !== "schema") return node;
    if (typeof node === "boolean") return simplifyBoolean(node, path);
    if (!isObject(node)) return node;
    if (isVersion30 && typeof node.$ref === "string") return { $ref: node.$ref };
    const isMember = ["allOf", "anyOf", "oneOf"].includes(path.at(-2) ?? "");
    return simplify(without(node, ...untypedKeywords), isMember);
  });
}

function simplify(schema: JsonObject, isMember: boolean): JsonObject {
  const value = withoutNull(schema);
  if (value) return { ...only(schema, annotations), anyOf: [simplify(value, isMember), { type: "null" }] };
  const steps = [simplifyReference, simplifyType, simplifyExtras, simplifyComposition, simplifyItems];
  const simple = steps.reduce((current, step) => step(current), schema);
  return separateObject(simplifyRequired(simple, isMember));
}

/**
 * Moves `required` beside `allOf` to a member of its own. openapi-typescript would apply it to every member by a helper type that
 * some members do not satisfy.
 */
function separateObject(schema: JsonObject): JsonObject {
  if (schema.allOf === undefined || schema.required === undefined) return schema;
  const keys = ["type", "properties", "required", "additionalProperties"];
  return { ...without(schema, ...keys), allOf: [only(schema, keys), ...listAt(schema, "allOf")] };
}

/** `true` allows any value and `false` none. `false` stays for keywords that openapi-typescript supports it for. */
function simplifyBoolean(node: boolean, path: readonly string[]): Json {
  if (path.at(-1) === "additionalProperties" || path.at(-1) === "unevaluatedProperties") return node;
  if (node) return {};
  return path.at(-2) === "properties" ? false : { not: {} };
}

/** In OpenAPI 3.1, keywords beside a `$ref` apply too. */
function simplifyReference(schema: JsonObject): JsonObject {
  const { $ref } = schema;
  const assertions = without(schema, "$ref", ...annotations);
  if (typeof $ref !== "string" || Object.keys(assertions).every((key) => key.startsWith("x-"))) return schema;
  const { allOf, ...others } = assertions;
  const members = [{ $ref }, simplifyRequired(others, true), ...(isArray(allOf) ? allOf : [])];
  return { ...only(schema, annotations), allOf: members };
}

/**
 * Moves `anyOf` and `oneOf` to `allOf` if other keywords stand beside them: a value must satisfy both. openapi-typescript would
 * make one union of all.
 */
function simplifyComposition(schema: JsonObject): JsonObject {
  return (["anyOf", "oneOf"] as const).reduce((current, key) => {
    const members = current[key];
    const siblings = without(current, key, ...annotations);
    const isAlone = Object.keys(siblings).every((name) => name.startsWith("x-"));
    if (!isArray(members) || isAlone || isObject(current.discriminator)) return current;
    return { ...without(current, key), allOf: [...listAt(current, "allOf"), { [key]: members }] };
  }, schema);
}

/** Unwraps compositions with one member in `items`: openapi-typescript would drop an array level of an array in them. */
function simplifyItems(schema: JsonObject): JsonObject {
  const items = objectAt(schema, "items");
  const [key, ...others] = Object.keys(without(items, ...annotations));
  if (key === undefined || others.length > 0 || !["allOf", "anyOf", "oneOf"].includes(key)) return schema;
  const [only, ...more] = listAt(items, key);
  return more.length === 0 && isObject(only) && typeof only.$ref !== "string" && items.nullable !== true
    ? { ...schema, items: only }
    : schema;
}

function only(schema: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => keys.includes(key)));
}
