import { isObject, type Json, type JsonObject, objectAt, without } from "../../openapi/json.ts";

/**
 * Simplifies `additionalProperties`, `unevaluatedProperties` and `patternProperties`. In TypeScript the type of an index
 * signature must include the types of all named properties.
 */
export function simplifyExtras(schema: JsonObject): JsonObject {
  const extras = schema.additionalProperties ?? schema.unevaluatedProperties;
  const patterns = Object.values(objectAt(schema, "patternProperties"));
  const rest = without(schema, "additionalProperties", "unevaluatedProperties", "patternProperties");
  if (extras === undefined && patterns.length === 0) return schema;
  if (extras === false && patterns.length === 0) return { ...rest, additionalProperties: false };
  if (extras === true || isEmpty(extras)) return { ...rest, additionalProperties: true };

  const allowed = extras === undefined || extras === false ? patterns : [extras, ...patterns];
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
