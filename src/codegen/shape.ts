import { isArray, isObject, type Json, type JsonObject } from "./json.ts";

/** The objects of an OpenAPI document that hold schemas, or hold what does. */
export type Kind =
  | "document"
  | "components"
  | "pathItem"
  | "operation"
  | "parameter"
  | "header"
  | "requestBody"
  | "response"
  | "mediaType"
  | "encoding"
  | "schema";

type Place = readonly ["one" | "list" | "map", Kind];

const schemaPlaces: Readonly<Record<string, Place>> = {
  properties: ["map", "schema"],
  patternProperties: ["map", "schema"],
  additionalProperties: ["one", "schema"],
  unevaluatedProperties: ["one", "schema"],
  propertyNames: ["one", "schema"],
  items: ["one", "schema"],
  prefixItems: ["list", "schema"],
  contains: ["one", "schema"],
  unevaluatedItems: ["one", "schema"],
  allOf: ["list", "schema"],
  oneOf: ["list", "schema"],
  anyOf: ["list", "schema"],
  not: ["one", "schema"],
  if: ["one", "schema"],
  // biome-ignore lint/suspicious/noThenProperty: this is JSON Schema's keyword, and nobody awaits the table.
  then: ["one", "schema"],
  else: ["one", "schema"],
  dependentSchemas: ["map", "schema"],
  contentSchema: ["one", "schema"],
  $defs: ["map", "schema"],
};

const parameterPlaces: Readonly<Record<string, Place>> = { schema: ["one", "schema"], content: ["map", "mediaType"] };

/** Where each kind of object holds others (OpenAPI 3.1.1, section 4.8). Callbacks and links are not followed. */
const places: Readonly<Record<Kind, Readonly<Record<string, Place>>>> = {
  document: { paths: ["map", "pathItem"], webhooks: ["map", "pathItem"], components: ["one", "components"] },
  components: {
    schemas: ["map", "schema"],
    parameters: ["map", "parameter"],
    headers: ["map", "header"],
    requestBodies: ["map", "requestBody"],
    responses: ["map", "response"],
    pathItems: ["map", "pathItem"],
  },
  pathItem: {
    parameters: ["list", "parameter"],
    ...Object.fromEntries(
      ["get", "put", "post", "delete", "options", "head", "patch", "trace"].map((method): [string, Place] => [
        method,
        ["one", "operation"],
      ]),
    ),
  },
  operation: {
    parameters: ["list", "parameter"],
    requestBody: ["one", "requestBody"],
    responses: ["map", "response"],
  },
  parameter: parameterPlaces,
  header: parameterPlaces,
  requestBody: { content: ["map", "mediaType"] },
  response: { headers: ["map", "header"], content: ["map", "mediaType"] },
  mediaType: { schema: ["one", "schema"], encoding: ["map", "encoding"] },
  encoding: { headers: ["map", "header"] },
  schema: schemaPlaces,
};

export type Visit = (kind: Kind, node: JsonObject, path: readonly string[]) => Json;

/** Rebuilds a document from the leaves up: `visit` sees each object after what it holds was rebuilt, and replaces it. */
export function rewrite(kind: Kind, node: Json, visit: Visit, path: readonly string[] = []): Json {
  if (!isObject(node)) return node;
  const entries = Object.entries(node).map(([key, value]): [string, Json] => {
    const place = Object.hasOwn(places[kind], key) ? places[kind][key] : undefined;
    return [key, place ? rewritePlace(place, value, visit, [...path, key]) : value];
  });
  return visit(kind, Object.fromEntries(entries), path);
}

function rewritePlace([container, kind]: Place, value: Json, visit: Visit, path: readonly string[]): Json {
  if (container === "one") return rewrite(kind, value, visit, path);
  if (container === "list" && isArray(value)) {
    return value.map((item, index) => rewrite(kind, item, visit, [...path, `${index}`]));
  }
  if (container === "map" && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, rewrite(kind, item, visit, [...path, key])]),
    );
  }
  return value;
}

/** Rebuilds the schemas of a document and leaves the rest as it is. */
export function rewriteSchemas(
  document: JsonObject,
  visit: (schema: JsonObject, path: readonly string[]) => Json,
): JsonObject {
  const rewritten = rewrite("document", document, (kind, node, path) => (kind === "schema" ? visit(node, path) : node));
  return isObject(rewritten) ? rewritten : document;
}
