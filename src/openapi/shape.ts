import { isArray, isObject, type Json, type JsonObject } from "./json.ts";

/** The objects of an OpenAPI document that hold schemas or may be references. */
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
  | "example"
  | "link"
  | "callback"
  | "securityScheme"
  | "schema";

/** `map` holds them under names of its own; so does `fields`, in which names with `x-` are extensions. */
type Slot = readonly ["one" | "list" | "map" | "fields", Kind];
type Slots = Readonly<Record<string, Slot>>;

const described: Slots = { schema: ["one", "schema"], content: ["map", "mediaType"], examples: ["map", "example"] };

const ofSchema: Slots = {
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

/** In the order in which the OpenAPI specification lists them. */
export const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

export function isMethod(key: string): boolean {
  return methods.some((method) => method === key);
}

/** Where each kind of object holds others (OpenAPI 3.1.1, section 4.8). A callback holds path items and nothing else. */
const slots: Readonly<Record<Exclude<Kind, "callback">, Slots>> = {
  document: { paths: ["fields", "pathItem"], webhooks: ["map", "pathItem"], components: ["one", "components"] },
  components: {
    schemas: ["map", "schema"],
    responses: ["map", "response"],
    parameters: ["map", "parameter"],
    examples: ["map", "example"],
    requestBodies: ["map", "requestBody"],
    headers: ["map", "header"],
    securitySchemes: ["map", "securityScheme"],
    links: ["map", "link"],
    callbacks: ["map", "callback"],
    pathItems: ["map", "pathItem"],
  },
  pathItem: {
    parameters: ["list", "parameter"],
    ...Object.fromEntries(methods.map((method): [string, Slot] => [method, ["one", "operation"]])),
  },
  operation: {
    parameters: ["list", "parameter"],
    requestBody: ["one", "requestBody"],
    responses: ["fields", "response"],
    callbacks: ["map", "callback"],
  },
  parameter: described,
  header: described,
  requestBody: { content: ["map", "mediaType"] },
  response: { headers: ["map", "header"], content: ["map", "mediaType"], links: ["map", "link"] },
  mediaType: { schema: ["one", "schema"], examples: ["map", "example"], encoding: ["map", "encoding"] },
  encoding: { headers: ["map", "header"] },
  example: {},
  link: {},
  securityScheme: {},
  schema: ofSchema,
};

/** The part of `components` for objects that may be referred to; undefined for those that may not. */
export function sectionOf(kind: Kind): string | undefined {
  return Object.entries(slots.components).find(([, [, held]]) => held === kind)?.[0];
}

/** @param path how to get from the parent to the child: one key, or two where the child is in a list or a map */
type Replace = (kind: Kind, child: Json, path: readonly string[]) => Json;

/** A copy of an object in which all that it holds by its kind is replaced. */
export function mapChildren(kind: Kind, node: JsonObject, replace: Replace): JsonObject {
  const slotOf = (key: string): Slot | undefined => {
    if (kind === "callback") return key.startsWith("x-") ? undefined : ["one", "pathItem"];
    return Object.hasOwn(slots[kind], key) ? slots[kind][key] : undefined;
  };
  return mapValues(node, (value, key) => {
    const slot = slotOf(key);
    return slot ? fill(slot, value, key, replace) : value;
  });
}

function fill([container, kind]: Slot, value: Json, key: string, replace: Replace): Json {
  if (container === "one") return replace(kind, value, [key]);
  if (container === "list") {
    return isArray(value) ? value.map((item, index) => replace(kind, item, [key, `${index}`])) : value;
  }
  if (!isObject(value)) return value;
  return mapValues(value, (item, name) =>
    container === "fields" && name.startsWith("x-") ? item : replace(kind, item, [key, name]),
  );
}

function mapValues(node: JsonObject, replace: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, replace(value, key)]));
}

type Visit = (kind: Kind, node: Json, path: readonly string[]) => Json;

/** Rebuilds a document from the leaves up: `visit` sees each part after what it holds was rebuilt, and replaces it. */
export function rewrite(kind: Kind, node: Json, visit: Visit, path: readonly string[] = []): Json {
  if (!isObject(node)) return visit(kind, node, path);
  const rebuilt = mapChildren(kind, node, (held, child, way) => rewrite(held, child, visit, [...path, ...way]));
  return visit(kind, rebuilt, path);
}

/** The same for a whole document, which stays one. */
export function rewriteDocument(document: JsonObject, visit: Visit): JsonObject {
  const rebuilt = rewrite("document", document, visit);
  return isObject(rebuilt) ? rebuilt : document;
}

/** Shows each part of a document before what it holds, which is passed over unless `see` says true. */
export function walk(document: JsonObject, see: (kind: Kind, node: Json, path: readonly string[]) => boolean): void {
  const visit = (kind: Kind, node: Json, path: readonly string[]): void => {
    if (!see(kind, node, path) || !isObject(node)) return;
    mapChildren(kind, node, (held, child, way) => {
      visit(held, child, [...path, ...way]);
      return child;
    });
  };
  visit("document", document, []);
}
