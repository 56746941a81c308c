import { type Json, type JsonObject, listAt, objectAt, without } from "../../openapi/json.ts";

/**
 * Adds required properties that a schema does not define. If the schema is a composition, they are added in a member of `allOf`;
 * otherwise they are added to the schema, with any type.
 * @param isMember whether the schema is a member of a composition; its other members may define further properties
 */
export function simplifyRequired(schema: JsonObject, isMember: boolean): JsonObject {
  const properties = objectAt(schema, "properties");
  const required = listAt(schema, "required").filter((name) => typeof name === "string");
  const undefinedNames = required.filter((name) => !Object.hasOwn(properties, name));
  if (undefinedNames.length === 0 || (schema.type !== undefined && schema.type !== "object")) return schema;

  const present: JsonObject = Object.fromEntries(undefinedNames.map((name): [string, Json] => [name, {}]));
  if (["allOf", "anyOf", "oneOf"].some((key) => schema[key] !== undefined)) {
    const definedNames = required.filter((name) => !undefinedNames.includes(name));
    const member = { type: "object", properties: present, required: undefinedNames };
    const rest = definedNames.length === 0 ? without(schema, "required") : { ...schema, required: definedNames };
    return { ...rest, allOf: [...listAt(schema, "allOf"), member] };
  }
  const isOpen = !isMember && Object.keys(properties).length === 0 && schema.additionalProperties === undefined;
  return {
    ...schema,
    type: "object",
    properties: { ...properties, ...present },
    ...(isOpen ? { additionalProperties: true } : {}),
  };
}
