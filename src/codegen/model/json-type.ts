import { isArray, isObject, type Json, type JsonObject, listAt } from "../../openapi/json.ts";
import { resolve } from "../../openapi/pointer.ts";

export interface JsonType {
  /** `string`, `integer`, `number`, `boolean`, `array` or `object`; `unknown` if a schema allows several types. */
  readonly type: string;
  /** The type of an array's items. */
  readonly items: string | undefined;
}

/** The JSON type of a schema, to which text from a URL or a header is converted. */
export function jsonTypeOf(document: JsonObject, schema: Json | undefined): JsonType {
  const types = typesOf(document, schema, 0);
  const [type] = types;
  if (type === undefined || types.size > 1) return { type: "unknown", items: undefined };
  const resolved = resolve(document, schema);
  const items = type === "array" && isObject(resolved) ? jsonTypeOf(document, resolved.items).type : undefined;
  return { type, items };
}

/** Without `null`, because text is never null. */
function typesOf(document: JsonObject, node: Json | undefined, depth: number): ReadonlySet<string> {
  const schema = resolve(document, node);
  if (!isObject(schema) || depth > 20) return new Set();
  const declared = isArray(schema.type) ? schema.type : schema.type === undefined ? [] : [schema.type];
  const named = declared.filter((type) => typeof type === "string").filter((type) => type !== "null");
  if (named.length > 0) return new Set(named);
  const values = isArray(schema.enum) ? schema.enum : schema.const === undefined ? [] : [schema.const];
  const fromValues = values.filter((value) => value !== null).map(typeOfValue);
  if (fromValues.length > 0) return new Set(fromValues);
  const parts = [...listAt(schema, "allOf"), ...listAt(schema, "oneOf"), ...listAt(schema, "anyOf")];
  return new Set(parts.flatMap((part) => [...typesOf(document, part, depth + 1)]));
}

function typeOfValue(value: Json): string {
  if (isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
