import { isObject, type Json, stringAt } from "../../openapi/json.ts";
import { segmentsOf } from "../../openapi/pointer.ts";

/** The name of the component, if the schema consists of one reference. */
export function componentName(schema: Json): string | undefined {
  const segments = isOnly(schema, "$ref") ? segmentsOf(stringAt(schema, "$ref") ?? "") : undefined;
  return segments?.[0] === "components" ? segments.at(-1) : undefined;
}

/** Whether a schema may be recursive: a reference, or an `allOf` as `flatten` creates. */
export function isShared(schema: Json): boolean {
  return isOnly(schema, "$ref") || isOnly(schema, "allOf");
}

function isOnly(schema: Json, keyword: string): boolean {
  return isObject(schema) && keyword in schema && Object.keys(schema).length === 1;
}
