import { isObject, type Json, type JsonObject, listAt, without } from "../json.ts";
import { type Kind, rewrite } from "../shape.ts";
import { reachable, referredSchema, schemasOf, withSchemas } from "./components.ts";

/**
 * A schema that, by composition alone, contains itself has no type. Such are written for inheritance: `Pet` is one of
 * `Cat` and `Dog`, and both of them extend `Pet`. There the extended schema is meant without its union.
 */
export function breakCycles(document: JsonObject): JsonObject {
  const schemas = schemasOf(document);
  const inlined = mapSchemas(schemas, (owner, schema) => replaceMembers(schemas, owner, schema, ["allOf"], inlineBase));
  const dropped = mapSchemas(inlined, (owner, schema) =>
    replaceMembers(inlined, owner, schema, ["oneOf", "anyOf"], () => []),
  );
  return withSchemas(document, dropped);
}

type ReplaceMember = (schemas: JsonObject, name: string) => readonly Json[];

function inlineBase(schemas: JsonObject, name: string): readonly Json[] {
  const base = schemas[name];
  return isObject(base) ? [without(base, "oneOf", "anyOf", "description", "title")] : [];
}

function replaceMembers(
  schemas: JsonObject,
  owner: string,
  schema: Json,
  keys: readonly string[],
  replace: ReplaceMember,
): Json {
  const isPartOf = (name: string) => reachable([name], (other) => partsOf(schemas[other])).has(owner);
  const visit = (kind: Kind, node: Json, path: readonly string[]): Json => {
    if (kind !== "schema" || !isObject(node) || !isInPlace(path)) return node;
    const replaced = keys.flatMap((key): [string, Json][] => {
      if (node[key] === undefined) return [];
      const members = listAt(node, key).flatMap((member) => {
        const name = referredSchema(member);
        return name !== undefined && isPartOf(name) ? replace(schemas, name) : [member];
      });
      return [[key, members]];
    });
    const given = { ...node, ...Object.fromEntries(replaced) };
    const empty = replaced.filter(([, members]) => Array.isArray(members) && members.length === 0).map(([key]) => key);
    return empty.length === 0 ? given : without(given, ...empty);
  };
  return rewrite("schema", schema, visit);
}

function mapSchemas(schemas: JsonObject, change: (name: string, schema: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(name, schema)]));
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
