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

/** The name of the component that a schema refers to; undefined for a schema that is no reference to one. */
export function referredSchema(schema: Json | undefined): string | undefined {
  const [components, section, name, ...rest] = segmentsOf(stringAt(schema, "$ref") ?? "") ?? [];
  return components === "components" && section === "schemas" && rest.length === 0 ? name : undefined;
}

/** Each component that can be reached from some, those included. */
export function reachable(from: Iterable<string>, next: (name: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...next(name));
  }
  return reached;
}

/** The components that some JSON refers to as schemas, at any depth. */
export function referredSchemas(node: Json | undefined): readonly string[] {
  if (typeof node !== "object" || node === null) return [];
  const own = referredSchema(node);
  const within = (Array.isArray(node) ? node : Object.values(node)).flatMap((child) => referredSchemas(child));
  return own !== undefined && isObject(node) ? [own, ...within] : within;
}
