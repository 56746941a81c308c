import { isObject, type Json, type JsonObject, listAt, without } from "../../openapi/json.ts";
import { rewrite } from "../../openapi/shape.ts";
import { reachableFrom, referredSchema, schemasOf, withSchemas } from "./components.ts";

/**
 * Removes cycles of compositions, which have no type. They occur in inheritance: `Pet` is `oneOf` `Cat` and `Dog`, and both have
 * `Pet` in `allOf`. In `allOf`, the parent is inlined without its union.
 */
export function breakCycles(document: JsonObject): JsonObject {
  const inlined = replaceMembers(schemasOf(document), ["allOf"], withoutUnion);
  return withSchemas(
    document,
    replaceMembers(inlined, ["oneOf", "anyOf"], () => []),
  );
}

/** @param isInCycle whether a member is composed of the schema that contains it */
type Replace = (schema: Json | undefined, isInCycle: (member: Json) => boolean) => readonly Json[];

function withoutUnion(schema: Json | undefined, isInCycle: (member: Json) => boolean): readonly Json[] {
  if (!isObject(schema)) return [];
  const base = without(schema, "oneOf", "anyOf", "description", "title");
  const allOf = listAt(schema, "allOf").filter((member) => !isInCycle(member));
  return [withMembers(base, "allOf", allOf)];
}

/** Replaces members of compositions that are composed of the schema that contains them. */
function replaceMembers(schemas: JsonObject, keys: readonly string[], replace: Replace): JsonObject {
  const partsOfNamed = (name: string) => composedSchemas(schemas[name]);
  return mapValues(schemas, (schema, owner) => {
    const isInCycle = (member: Json): boolean => {
      const name = referredSchema(member);
      return name !== undefined && reachableFrom([name], partsOfNamed).has(owner);
    };
    return rewrite("schema", schema, (kind, node, path) => {
      if (kind !== "schema" || !isObject(node) || !isInComposition(path)) return node;
      return keys.reduce((current, key) => {
        const members = listAt(current, key);
        if (!members.some(isInCycle)) return current;
        const remaining = members.flatMap((member) =>
          isInCycle(member) ? replace(schemas[referredSchema(member) ?? ""], isInCycle) : [member],
        );
        return withMembers(current, key, remaining);
      }, node);
    });
  });
}

function withMembers(schema: JsonObject, key: string, members: readonly Json[]): JsonObject {
  return members.length === 0 ? without(schema, key) : { ...schema, [key]: members };
}

function mapValues(node: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, change(value, key)]));
}

/** Whether a path within a schema passes through compositions only. */
function isInComposition(path: readonly string[]): boolean {
  return path.every((key, index) => index % 2 === 1 || ["allOf", "anyOf", "oneOf"].includes(key));
}

/** The components that a schema is composed of, without those of properties and items. */
export function composedSchemas(schema: Json | undefined): readonly string[] {
  const reference = referredSchema(schema);
  const members = ["allOf", "anyOf", "oneOf"].flatMap((key) => listAt(schema, key));
  return [...(reference === undefined ? [] : [reference]), ...members.flatMap(composedSchemas)];
}
