import { isArray, isObject, type Json, type JsonObject, listAt, objectAt, without } from "../../openapi/json.ts";
import { rewriteDocument } from "../../openapi/shape.ts";
import { simplifyExtras } from "./simplify-extras.ts";
import { simplifyRequired } from "./simplify-required.ts";
import { simplifyType, withoutNull } from "./simplify-type.ts";

/** What a schema says beside its assertions. */
export const annotations = [
  ...["title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "externalDocs"],
  ...["xml", "$comment", "nullable", "discriminator"],
];

/** Keywords that TypeScript has no types for. */
const untypable = [
  ...["not", "if", "then", "else", "dependentSchemas", "dependentRequired", "contains", "propertyNames"],
  ...["unevaluatedItems", "contentSchema", "$defs", "definitions", "$id", "$schema", "$anchor", "$dynamicAnchor"],
];

/** Rewrites each schema, those within it first, into forms that openapi-typescript renders right. */
export function simplifySchemas(document: JsonObject): JsonObject {
  const isVersion30 = String(document.openapi).startsWith("3.0.");
  return rewriteDocument(document, (kind, node, path) => {
    if (kind !== "schema") return node;
    if (typeof node === "boolean") return simplifyBoolean(node, path);
    if (!isObject(node)) return node;
    if (isVersion30 && typeof node.$ref === "string") return { $ref: node.$ref };
    const isMember = ["allOf", "anyOf", "oneOf"].includes(path.at(-2) ?? "");
    return simplify(without(node, ...untypable), isMember);
  });
}

function simplify(schema: JsonObject, isMember: boolean): JsonObject {
  const value = withoutNull(schema);
  if (value) return { ...only(schema, annotations), anyOf: [simplify(value, isMember), { type: "null" }] };
  const steps = [simplifyReference, simplifyType, simplifyExtras, simplifyComposition, simplifyItems];
  const simple = steps.reduce((given, step) => step(given), schema);
  return separateObject(simplifyRequired(simple, isMember));
}

/**
 * openapi-typescript makes what a schema requires required in all the members of its `allOf` too, by a helper type that not
 * every member takes. As a member of its own the object is required to have its own properties only.
 */
function separateObject(schema: JsonObject): JsonObject {
  if (schema.allOf === undefined || schema.required === undefined) return schema;
  const keys = ["type", "properties", "required", "additionalProperties"];
  return { ...without(schema, ...keys), allOf: [only(schema, keys), ...listAt(schema, "allOf")] };
}

/** `true` allows anything and `false` nothing; where `false` is a keyword's usual value it stays. */
function simplifyBoolean(node: boolean, path: readonly string[]): Json {
  if (path.at(-1) === "additionalProperties" || path.at(-1) === "unevaluatedProperties") return node;
  if (node) return {};
  return path.at(-2) === "properties" ? false : { not: {} };
}

/** In OpenAPI 3.1 what stands beside a `$ref` counts too. */
function simplifyReference(schema: JsonObject): JsonObject {
  const { $ref } = schema;
  const assertions = without(schema, "$ref", ...annotations);
  if (typeof $ref !== "string" || Object.keys(assertions).every((key) => key.startsWith("x-"))) return schema;
  const { allOf, ...others } = assertions;
  const members = [{ $ref }, simplifyRequired(others, true), ...(isArray(allOf) ? allOf : [])];
  return { ...only(schema, annotations), allOf: members };
}

/**
 * A value must fit what stands beside `anyOf` or `oneOf` as well as one of their members. openapi-typescript
 * would make one union of it all.
 */
function simplifyComposition(schema: JsonObject): JsonObject {
  return (["anyOf", "oneOf"] as const).reduce((given, key) => {
    const members = given[key];
    const beside = without(given, key, ...annotations);
    const isAlone = Object.keys(beside).every((name) => name.startsWith("x-"));
    if (!isArray(members) || isAlone || isObject(given.discriminator)) return given;
    return { ...without(given, key), allOf: [...listAt(given, "allOf"), { [key]: members }] };
  }, schema);
}

/** A list of what is a list by composition would lose one of the two. */
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
