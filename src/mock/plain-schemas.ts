import { isObject, type JsonObject, without } from "../openapi/json.ts";
import { rewriteDocument } from "../openapi/shape.ts";

/**
 * Converts the OpenAPI 3.0 keywords `nullable` and boolean exclusive bounds to JSON Schema. Media types lose their
 * parameters, and any type is JSON.
 */
export function plainSchemas(document: JsonObject): JsonObject {
  return rewriteDocument(document, (kind, node) => {
    if (!isObject(node)) return node;
    if (kind === "schema") return plain(node);
    return isObject(node.content) ? { ...node, content: withoutParameters(node.content) } : node;
  });
}

function withoutParameters(content: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(content).map(([type, media]) => [plainType(type), media]));
}

/** A media type without parameters; `application/json` for any type. */
export function plainType(mediaType: string): string {
  const [type = ""] = mediaType.split(";");
  return type.trim() === "*/*" ? "application/json" : type.trim();
}

function plain(schema: JsonObject): JsonObject {
  return withNull(withNumericBounds(schema));
}

/** `minimum: 0, exclusiveMinimum: true` is `exclusiveMinimum: 0` in JSON Schema. */
function withNumericBounds(schema: JsonObject): JsonObject {
  return [
    ["minimum", "exclusiveMinimum"],
    ["maximum", "exclusiveMaximum"],
  ].reduce((node, [bound = "", exclusive = ""]) => {
    if (typeof node[exclusive] !== "boolean") return node;
    const limit = node[bound];
    if (!node[exclusive] || limit === undefined) return without(node, exclusive);
    return { ...without(node, bound), [exclusive]: limit };
  }, schema);
}

/** Ajv refuses `nullable` without `type`. */
function withNull(schema: JsonObject): JsonObject {
  if (schema.nullable === undefined || schema.type !== undefined) return schema;
  const rest = without(schema, "nullable");
  return schema.nullable === true ? { anyOf: [rest, { type: "null" }] } : rest;
}
