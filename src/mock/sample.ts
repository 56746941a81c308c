import fc from "fast-check";
import { isArray, isObject, type Json, type JsonObject, listAt, objectAt } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";

/** Optional properties deeper than half of this are omitted; at this depth a recursive schema becomes null. */
const maxDepth = 10;

/**
 * A value that is valid for a schema: its example, const, default or first enum value, otherwise a minimal value.
 * @param needed properties that an enclosing `allOf`, `oneOf` or `anyOf` requires
 */
export function sample(document: JsonObject, node: Json | undefined, depth = 0, needed: readonly Json[] = []): Json {
  const schema = resolve(document, node);
  if (!isObject(schema)) return {};
  for (const given of [schema.example, listAt(schema, "examples")[0], schema.const, schema.default]) {
    if (given !== undefined) return given;
  }
  const [first] = listAt(schema, "enum");
  if (first !== undefined) return first;
  if (depth > maxDepth) return null;
  const choice = [...listAt(schema, "oneOf"), ...listAt(schema, "anyOf")].find((each) => !isNull(document, each));
  const parts = [...listAt(schema, "allOf"), ...(choice === undefined ? [] : [choice])];
  const required = [...needed, ...listAt(schema, "required")];
  const values = parts.map((part) => sample(document, part, depth + 1, required));
  if (schema.properties === undefined && values.length === 1 && values[0] !== undefined) return values[0];
  const inherited = merged(values);
  return typed(document, { ...schema, required }, inherited, depth);
}

/** All properties of some objects; later objects overwrite earlier ones. */
export function merged(values: readonly Json[]): JsonObject {
  return Object.fromEntries(values.filter(isObject).flatMap((value) => Object.entries(value)));
}

function typed(document: JsonObject, schema: JsonObject, inherited: JsonObject, depth: number): Json {
  const types: readonly (Json | undefined)[] = isArray(schema.type) ? schema.type : [schema.type];
  switch (types.find((type) => type !== "null")) {
    case "string":
      return textOf(schema);
    case "integer":
    case "number":
      return numberOf(schema);
    case "boolean":
      return true;
    case "array":
      return itemsOf(document, schema, depth);
    default:
      return schema.type === "null" ? null : { ...propertiesOf(document, schema, depth), ...inherited };
  }
}

function propertiesOf(document: JsonObject, schema: JsonObject, depth: number): JsonObject {
  const required = listAt(schema, "required");
  const properties = Object.entries(objectAt(schema, "properties"));
  const shown = properties.filter(([name]) => depth < maxDepth / 2 || required.includes(name));
  return Object.fromEntries(shown.map(([name, property]) => [name, sample(document, property, depth + 1)]));
}

function itemsOf(document: JsonObject, schema: JsonObject, depth: number): Json {
  const minItems = typeof schema.minItems === "number" ? schema.minItems : 0;
  const count = Math.max(minItems, depth < maxDepth / 2 && schema.maxItems !== 0 ? 1 : 0);
  const leading = listAt(schema, "prefixItems");
  return Array.from({ length: Math.max(count, leading.length) }, (_, index) =>
    sample(document, leading[index] ?? schema.items, depth + 1),
  );
}

const texts: Readonly<Record<string, string>> = {
  "date-time": "2026-03-02T09:15:00.000Z",
  date: "2026-03-02",
  time: "09:15:00Z",
  duration: "PT15M",
  email: "ada@example.com",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/",
  "uri-reference": "/",
  uuid: "0c6f2c1e-7d0b-4b5e-9a57-3f1f6f0a9d11",
  byte: "bWluaWZi",
};

function textOf({ format, pattern, minLength, maxLength }: JsonObject): string {
  const min = typeof minLength === "number" ? minLength : 0;
  const max = typeof maxLength === "number" ? maxLength : Number.POSITIVE_INFINITY;
  const matching = typeof pattern === "string" ? textMatching(pattern, min, max) : undefined;
  const text = (typeof format === "string" ? texts[format] : undefined) ?? "text";
  return matching ?? text.padEnd(min, "text").slice(0, max);
}

function numberOf({ type, minimum, maximum, exclusiveMinimum, multipleOf }: JsonObject): number {
  const step = typeof multipleOf === "number" ? multipleOf : 1;
  const above = typeof exclusiveMinimum === "number" ? exclusiveMinimum + (type === "integer" ? 1 : step) : step;
  const lowest =
    typeof minimum === "number" ? Math.max(minimum, exclusiveMinimum === undefined ? minimum : above) : above;
  const value = Math.ceil(lowest / step) * step;
  return typeof maximum === "number" ? Math.min(value, maximum) : value;
}

function isNull(document: JsonObject, node: Json): boolean {
  const schema = resolve(document, node);
  return isObject(schema) && schema.type === "null";
}

/** A text that matches a pattern and has an allowed length, always the same one; undefined if none of 50 attempts fits. */
function textMatching(pattern: string, minLength: number, maxLength: number): string | undefined {
  try {
    const texts = fc.sample(fc.stringMatching(new RegExp(pattern, "u")), { numRuns: 50, seed: 1 });
    const fitting = texts.filter((text) => [...text].length >= minLength && [...text].length <= maxLength);
    return fitting.find((text) => /^[\w .@/-]+$/.test(text)) ?? fitting[0];
  } catch {
    // fast-check does not support every pattern.
    return undefined;
  }
}
