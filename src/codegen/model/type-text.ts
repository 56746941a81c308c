import { isArray, isObject, type Json, type JsonObject } from "../../openapi/json.ts";
import { segmentsOf } from "../../openapi/pointer.ts";

/** The keywords of simple schemas. */
const simpleKeywords: ReadonlySet<string> = new Set([
  ...["type", "format", "nullable", "enum", "const", "items", "$ref", "title", "description", "default", "example"],
  ...["examples", "deprecated", "externalDocs", "xml", "readOnly", "writeOnly", "pattern", "minLength", "maxLength"],
  ...[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
  ],
  ...["contentEncoding", "contentMediaType", "$comment"],
]);

/**
 * The type of a simple schema as TypeScript text: a reference, a scalar, an enum, or an array of these. Undefined for other
 * schemas, which need a named type.
 */
export function typeText(schema: Json | undefined): string | undefined {
  if (schema === undefined || schema === true) return "unknown";
  if (!isObject(schema)) return undefined;
  if (typeof schema.$ref === "string") return refText(schema.$ref);
  if (Object.keys(schema).some((key) => !simpleKeywords.has(key) && !key.startsWith("x-"))) return undefined;
  const texts = plainTexts(schema);
  if (!texts) return undefined;
  const all = schema.nullable === true && !texts.includes("unknown") ? [...texts, "null"] : texts;
  return [...new Set(all)].join(" | ");
}

function refText(ref: string): string | undefined {
  const [components, section, name] = segmentsOf(ref) ?? [];
  if (components !== "components" || section !== "schemas" || name === undefined) return undefined;
  return `components["schemas"][${JSON.stringify(name)}]`;
}

function plainTexts(schema: JsonObject): readonly string[] | undefined {
  const values = isArray(schema.enum) ? schema.enum : schema.const === undefined ? undefined : [schema.const];
  if (values) return values.every(isScalar) ? values.map((value) => JSON.stringify(value)) : undefined;
  const types = isArray(schema.type) ? schema.type : [schema.type];
  const texts = types.map((type) => textOf(type, schema));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function textOf(type: Json | undefined, schema: JsonObject): string | undefined {
  switch (type) {
    case undefined:
      return schema.items === undefined ? "unknown" : undefined;
    case "string":
      return schema.format === "binary" ? "Uint8Array" : "string";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "array":
      return listText(typeText(schema.items));
    default:
      return undefined;
  }
}

function listText(item: string | undefined): string | undefined {
  if (item === undefined) return undefined;
  return item.includes(" ") ? `(${item})[]` : `${item}[]`;
}

function isScalar(value: Json): boolean {
  return value === null || typeof value !== "object";
}
