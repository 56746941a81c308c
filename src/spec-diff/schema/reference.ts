import { isObject, type Json, type JsonObject, stringAt } from "../../codegen/json.ts";
import { resolve, segmentsOf } from "../../codegen/pointer.ts";

/** The component that a schema is nothing but a reference to. */
export function componentName(schema: Json): string | undefined {
  const segments = isReferenceOnly(schema) ? segmentsOf(stringAt(schema, "$ref") ?? "") : undefined;
  return segments?.[0] === "components" ? segments.at(-1) : undefined;
}

/** What a reference means, or the schema itself. */
export function meant(document: JsonObject, schema: Json | undefined): Json | undefined {
  return isReferenceOnly(schema) ? resolve(document, schema) : schema;
}

function isReferenceOnly(schema: Json | undefined): boolean {
  return isObject(schema) && "$ref" in schema && Object.keys(schema).length === 1;
}
