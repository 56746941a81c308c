import { isArray, isObject, type Json, type JsonObject } from "./json.ts";

/** The kinds of objects in an OpenAPI document that contain schemas or may be references. */
export type ObjectKind =
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

/** Where children are: in a property, an array, a map, or a map in which names with `x-` are extensions (`fields`). */
type Slot = readonly ["one" | "list" | "map" | "fields", ObjectKind];
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
  // biome-ignore lint/suspicious/noThenProperty: this is JSON Schema's keyword, and the table is never awaited.
  then: ["one", "schema"],
  else: ["one", "schema"],
  dependentSchemas: ["map", "schema"],
  contentSchema: ["one", "schema"],
  $defs: ["map", "schema"],
};

/** In the order of the OpenAPI specification. */
export const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

export function isMethod(key: string): boolean {
  return methods.some((method) => method === key);
}

/** The children of each kind of object (OpenAPI 3.1.1, section 4.8). A callback has path items only. */
const slots: Readonly<Record<Exclude<ObjectKind, "callback">, Slots>> = {
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

/** The section of `components` for a kind of object; undefined for kinds that cannot be referenced. */
export function sectionOf(kind: ObjectKind): string | undefined {
  return Object.entries(slots.components).find(([, [, slotKind]]) => slotKind === kind)?.[0];
}

/** @param path from the parent to the child: one key, or two if the child is in an array or a map */
type Replace = (kind: ObjectKind, child: Json, path: readonly string[]) => Json;

/** A copy of an object in which `replace` was applied to every child. */
export function mapChildren(kind: ObjectKind, node: JsonObject, replace: Replace): JsonObject {
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

type Visit = (kind: ObjectKind, node: Json, path: readonly string[]) => Json;

/** Rebuilds a part of a document bottom-up: `visit` gets each object after its children were replaced. */
export function rewrite(kind: ObjectKind, node: Json, visit: Visit, path: readonly string[] = []): Json {
  if (!isObject(node)) return visit(kind, node, path);
  const rebuilt = mapChildren(kind, node, (childKind, child, childPath) =>
    rewrite(childKind, child, visit, [...path, ...childPath]),
  );
  return visit(kind, rebuilt, path);
}

/** Rebuilds a whole document bottom-up. */
export function rewriteDocument(document: JsonObject, visit: Visit): JsonObject {
  const rebuilt = rewrite("document", document, visit);
  return isObject(rebuilt) ? rebuilt : document;
}

/** Visits a document top-down. The children of an object are visited if `enter` returns true for it. */
export function walk(
  document: JsonObject,
  enter: (kind: ObjectKind, node: Json, path: readonly string[]) => boolean,
): void {
  const visit = (kind: ObjectKind, node: Json, path: readonly string[]): void => {
    if (!enter(kind, node, path) || !isObject(node)) return;
    mapChildren(kind, node, (childKind, child, childPath) => {
      visit(childKind, child, [...path, ...childPath]);
      return child;
    });
  };
  visit("document", document, []);
}
