import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import { merged } from "./sample.ts";

/** What an answer's schema shows: one resource, or a list of such, bare or as a property of a page. */
export interface Shape {
  readonly isList: boolean;
  /** The page's property; undefined for a bare list. */
  readonly at: string | undefined;
  /** The schema of the resource, the same text for the same kind. */
  readonly kind: string;
  /** The resource's properties. */
  readonly properties: JsonObject;
  /** Those of the page. */
  readonly page: JsonObject;
}

/** Undefined for what is neither an object nor a list of objects. */
export function shapeOf(document: JsonObject, schema: Json | undefined): Shape | undefined {
  const resolved = resolve(document, schema);
  if (schema === undefined || !isObject(resolved)) return undefined;
  if (resolved.type === "array") return listShape(document, resolved.items, undefined, {});
  const properties = propertiesOf(document, schema);
  if (Object.keys(properties).length === 0) return undefined;
  const lists = Object.entries(properties).flatMap(([name, property]) => {
    const list = resolve(document, property);
    return stringAt(list, "type") === "array" && isObject(list)
      ? [listShape(document, list.items, name, properties)]
      : [];
  });
  // What has an id of its own is a resource that happens to hold a list.
  const [page] = lists.length === 1 && properties.id === undefined ? lists : [];
  return page ?? { isList: false, at: undefined, kind: JSON.stringify(schema), properties, page: {} };
}

function listShape(
  document: JsonObject,
  items: Json | undefined,
  at: string | undefined,
  page: JsonObject,
): Shape | undefined {
  const properties = propertiesOf(document, items);
  if (items === undefined || Object.keys(properties).length === 0) return undefined;
  return { isList: true, at, kind: JSON.stringify(items), properties, page };
}

/** The properties of an object's schema and of all that it consists of. */
export function propertiesOf(document: JsonObject, node: Json | undefined, depth = 0): JsonObject {
  const schema = resolve(document, node);
  if (!isObject(schema) || depth > 10) return {};
  const parts = [...listAt(schema, "allOf"), ...listAt(schema, "oneOf"), ...listAt(schema, "anyOf")];
  const inherited = parts.map((part) => propertiesOf(document, part, depth + 1));
  return merged([...inherited, objectAt(schema, "properties")]);
}
