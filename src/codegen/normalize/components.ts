import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../../openapi/json.ts";
import { segmentsOf, toRef } from "../../openapi/pointer.ts";

/** The document's `components.schemas`. */
export function schemasOf(document: JsonObject): JsonObject {
  return objectAt(objectAt(document, "components"), "schemas");
}

export function withSchemas(document: JsonObject, schemas: JsonObject): JsonObject {
  return { ...document, components: { ...objectAt(document, "components"), schemas } };
}

export function schemaRef(name: string): string {
  return toRef(["components", "schemas", name]);
}

/** The name of the component that a schema refers to; undefined if it is not such a reference. */
export function referredSchema(schema: Json | undefined): string | undefined {
  const [components, section, name, ...rest] = segmentsOf(stringAt(schema, "$ref") ?? "") ?? [];
  return components === "components" && section === "schemas" && rest.length === 0 ? name : undefined;
}

/** All components that can be reached from some components, including these. */
export function reachableFrom(start: Iterable<string>, next: (name: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const queue = [...start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    queue.push(...next(name));
  }
  return reached;
}

/** The component schemas that a value refers to, at any depth. */
export function referredSchemas(node: Json | undefined): readonly string[] {
  if (typeof node !== "object" || node === null) return [];
  const reference = referredSchema(node);
  const within = (Array.isArray(node) ? node : Object.values(node)).flatMap((child) => referredSchemas(child));
  return reference !== undefined && isObject(node) ? [reference, ...within] : within;
}
