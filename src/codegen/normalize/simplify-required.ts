import { type Json, type JsonObject, listAt, objectAt, without } from "../../openapi/json.ts";

/**
 * Required properties that a schema does not describe itself. Where a composition describes them, a member that only
 * says that they are there goes into it; elsewhere they are described as anything.
 * @param isMember whether the schema is a member of a composition, and so need not describe all there is
 */
export function simplifyRequired(schema: JsonObject, isMember: boolean): JsonObject {
  const properties = objectAt(schema, "properties");
  const required = listAt(schema, "required").filter((name) => typeof name === "string");
  const foreign = required.filter((name) => !Object.hasOwn(properties, name));
  if (foreign.length === 0 || (schema.type !== undefined && schema.type !== "object")) return schema;

  const present: JsonObject = Object.fromEntries(foreign.map((name): [string, Json] => [name, {}]));
  if (["allOf", "anyOf", "oneOf"].some((key) => schema[key] !== undefined)) {
    const own = required.filter((name) => !foreign.includes(name));
    const member = { type: "object", properties: present, required: foreign };
    const rest = own.length === 0 ? without(schema, "required") : { ...schema, required: own };
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
