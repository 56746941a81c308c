import { isObject, type Json, type JsonObject, objectAt, without } from "../../openapi/json.ts";

/**
 * Properties that a schema does not name but allows. In TypeScript their type must also cover that of the named ones,
 * or no object could be written that has both.
 */
export function simplifyExtras(schema: JsonObject): JsonObject {
  const given = schema.additionalProperties ?? schema.unevaluatedProperties;
  const patterns = Object.values(objectAt(schema, "patternProperties"));
  const rest = without(schema, "additionalProperties", "unevaluatedProperties", "patternProperties");
  if (given === undefined && patterns.length === 0) return schema;
  if (given === false && patterns.length === 0) return { ...rest, additionalProperties: false };
  if (given === true || isEmpty(given)) return { ...rest, additionalProperties: true };

  const allowed = given === undefined || given === false ? patterns : [given, ...patterns];
  const named = Object.values(objectAt(schema, "properties")).filter((property) => property !== false);
  const [only, ...others] = unique([...allowed, ...named]);
  if (only === undefined) return { ...rest, additionalProperties: false };
  return { ...rest, additionalProperties: others.length === 0 ? only : { anyOf: [only, ...others] } };
}

function isEmpty(schema: Json | undefined): boolean {
  return isObject(schema) && Object.keys(schema).length === 0;
}

function unique(schemas: readonly Json[]): readonly Json[] {
  return [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
}
