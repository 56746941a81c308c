import { isObject, type Json, type JsonObject, listAt, without } from "../../openapi/json.ts";
import { rewrite } from "../../openapi/shape.ts";
import { reachable, referredSchema, schemasOf, withSchemas } from "./components.ts";

/**
 * A schema that, by composition alone, contains itself has no type. Such are written for inheritance: `Pet` is one of
 * `Cat` and `Dog`, and both of them extend `Pet`. There the extended schema is meant without its union.
 */
export function breakCycles(document: JsonObject): JsonObject {
  const inlined = replaceMembers(schemasOf(document), ["allOf"], withoutUnion);
  return withSchemas(
    document,
    replaceMembers(inlined, ["oneOf", "anyOf"], () => []),
  );
}

/** @param isInCycle whether a schema is composed of the one that this is for */
type Replace = (schema: Json | undefined, isInCycle: (member: Json) => boolean) => readonly Json[];

function withoutUnion(schema: Json | undefined, isInCycle: (member: Json) => boolean): readonly Json[] {
  if (!isObject(schema)) return [];
  const base = without(schema, "oneOf", "anyOf", "description", "title");
  const allOf = listAt(schema, "allOf").filter((member) => !isInCycle(member));
  return [withMembers(base, "allOf", allOf)];
}

/** In each schema replaces those members of its compositions that are composed of the schema itself. */
function replaceMembers(schemas: JsonObject, keys: readonly string[], replace: Replace): JsonObject {
  const partsOfNamed = (name: string) => partsOf(schemas[name]);
  return mapValues(schemas, (schema, owner) => {
    const isInCycle = (member: Json): boolean => {
      const name = referredSchema(member);
      return name !== undefined && reachable([name], partsOfNamed).has(owner);
    };
    return rewrite("schema", schema, (kind, node, path) => {
      if (kind !== "schema" || !isObject(node) || !isInPlace(path)) return node;
      return keys.reduce((given, key) => {
        const members = listAt(given, key);
        if (!members.some(isInCycle)) return given;
        const kept = members.flatMap((member) =>
          isInCycle(member) ? replace(schemas[referredSchema(member) ?? ""], isInCycle) : [member],
        );
        return withMembers(given, key, kept);
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
function isInPlace(path: readonly string[]): boolean {
  return path.every((key, index) => index % 2 === 1 || ["allOf", "anyOf", "oneOf"].includes(key));
}

/** The components that a schema is composed of, not those it has as properties or items. */
export function partsOf(schema: Json | undefined): readonly string[] {
  const own = referredSchema(schema);
  const members = ["allOf", "anyOf", "oneOf"].flatMap((key) => listAt(schema, key));
  return [...(own === undefined ? [] : [own]), ...members.flatMap(partsOf)];
}
