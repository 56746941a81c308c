import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import { merged } from "./sample.ts";

/** The structure of an answer: one resource, a bare list of resources, or a page with a list property. */
export interface Shape {
  readonly isList: boolean;
  /** The property of the page that holds the list; undefined for a bare list. */
  readonly at: string | undefined;
  /** The schema of the resource as JSON, to compare kinds. */
  readonly kind: string;
  /** The property schemas of the resource. */
  readonly properties: JsonObject;
  /** The property schemas of the page. */
  readonly page: JsonObject;
}

/** Undefined if the schema is neither an object nor a list of objects. */
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
  // An object with an id is a resource that contains a list, not a page.
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

/** The properties of a schema, including those of `allOf`, `oneOf` and `anyOf`. */
export function propertiesOf(document: JsonObject, node: Json | undefined, depth = 0): JsonObject {
  const schema = resolve(document, node);
  if (!isObject(schema) || depth > 10) return {};
  const parts = [...listAt(schema, "allOf"), ...listAt(schema, "oneOf"), ...listAt(schema, "anyOf")];
  const inherited = parts.map((part) => propertiesOf(document, part, depth + 1));
  return merged([...inherited, objectAt(schema, "properties")]);
}
