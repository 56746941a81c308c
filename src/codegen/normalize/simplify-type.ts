import { isArray, type JsonObject, listAt, without } from "../../openapi/json.ts";

/** Makes `type` a single word if possible, and adds it if other keywords imply it. */
export function simplifyType(schema: JsonObject): JsonObject {
  return impliedType(binaryText(oneType(nullConstant(objectValues(schema)))));
}

function nullConstant(schema: JsonObject): JsonObject {
  return schema.const === null ? { ...without(schema, "const"), type: "null" } : schema;
}

function oneType(schema: JsonObject): JsonObject {
  const [type, ...others] = listAt(schema, "type");
  return type !== undefined && others.length === 0 ? { ...schema, type } : schema;
}

/** `type: [object, "null"]` beside a composition means null or the rest of the schema. Returns the rest; else undefined. */
export function withoutNull(schema: JsonObject): JsonObject | undefined {
  const types = listAt(schema, "type");
  const isComposed = ["$ref", "allOf", "anyOf", "oneOf"].some((key) => schema[key] !== undefined);
  if (!types.includes("null") || types.length === 1 || !isComposed) return undefined;
  return oneType({ ...schema, type: types.filter((type) => type !== "null") });
}

/** openapi-typescript treats objects in an `enum` as schemas if the schema has a type, so that is removed. */
function objectValues(schema: JsonObject): JsonObject {
  const values = listAt(schema, "enum");
  return values.some((value) => typeof value === "object" && value !== null)
    ? without(schema, "type", "properties", "additionalProperties", "required", "items")
    : schema;
}

/** OpenAPI 3.1 writes `format: binary` as a `contentMediaType` without `contentEncoding`. */
function binaryText(schema: JsonObject): JsonObject {
  const { type, contentMediaType, contentEncoding } = schema;
  if (type !== "string" || typeof contentMediaType !== "string" || contentEncoding !== undefined) return schema;
  return /^text\/|[/+](json|xml|yaml)\b/.test(contentMediaType) ? schema : { ...schema, format: "binary" };
}

function impliedType(schema: JsonObject): JsonObject {
  if (schema.type !== undefined || schema.enum !== undefined || schema.const !== undefined) return schema;
  if (["properties", "additionalProperties", "patternProperties"].some((key) => schema[key] !== undefined)) {
    return { ...schema, type: "object" };
  }
  return schema.items !== undefined || isArray(schema.prefixItems) ? { ...schema, type: "array" } : schema;
}
