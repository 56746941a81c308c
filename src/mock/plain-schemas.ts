import { isObject, isTrueAt, type Json, type JsonObject, listAt, objectAt, without } from "../codegen/json.ts";
import { resolve } from "../codegen/pointer.ts";
import { rewriteDocument } from "../codegen/shape.ts";

/**
 * A document whose schemas say what JSON Schema can check: OpenAPI 3.0 has keywords of its own. Media types lose their
 * parameters, and what is `readOnly` or `writeOnly` need not be there, since a request lacks the one and an answer the other.
 */
export function plainSchemas(document: JsonObject): JsonObject {
  return rewriteDocument(document, (kind, node) => {
    if (!isObject(node)) return node;
    if (kind === "schema") return plain(document, node);
    return isObject(node.content) ? { ...node, content: withoutParameters(node.content) } : node;
  });
}

function withoutParameters(content: JsonObject): JsonObject {
  const entries = Object.entries(content).map(([type, media]): [string, Json] => [
    type.split(";")[0]?.trim() ?? "",
    media,
  ]);
  return Object.fromEntries(entries.map(([type, media]) => [type === "*/*" ? "application/json" : type, media]));
}

function plain(document: JsonObject, schema: JsonObject): JsonObject {
  const steps = [withNumericBounds, (node: JsonObject) => withFewerRequired(document, node), withNull];
  return steps.reduce((node, step) => step(node), schema);
}

/** `minimum: 0, exclusiveMinimum: true` is `exclusiveMinimum: 0` elsewhere. */
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

function withFewerRequired(document: JsonObject, schema: JsonObject): JsonObject {
  const properties = objectAt(schema, "properties");
  const required = listAt(schema, "required");
  const kept = required.filter((name) => {
    const property = resolve(document, properties[String(name)]);
    return !isTrueAt(property, "readOnly") && !isTrueAt(property, "writeOnly");
  });
  return kept.length === required.length ? schema : { ...schema, required: kept };
}

/** Ajv refuses `nullable` where no `type` stands beside it. */
function withNull(schema: JsonObject): JsonObject {
  if (schema.nullable === undefined || schema.type !== undefined) return schema;
  const rest = without(schema, "nullable");
  return schema.nullable === true ? { anyOf: [rest, { type: "null" }] } : rest;
}
