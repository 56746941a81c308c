import { type DocumentPart, escapeStep, isObject, type Json, type JsonObject, text } from "./document.ts";
import type { Rule } from "./operation-rules.ts";

/** Every object of the document with its pointer, without those inside examples. */
export function places(value: Json | undefined, pointer = ""): readonly DocumentPart[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => places(item, `${pointer}/${index}`));
  if (!isObject(value)) return [];
  const inner = Object.entries(value).filter(([name]) => name !== "example" || isNameOfSomething(pointer));
  return [{ value, pointer }, ...inner.flatMap(([name, member]) => places(member, `${pointer}/${escapeStep(name)}`))];
}

/** In these maps, a key such as `example` is a name and not a keyword. */
function isNameOfSomething(pointer: string): boolean {
  return /\/(properties|schemas|parameters|headers|responses)$/.test(pointer);
}

/** Every schema, including nested ones, without references. */
export function schemas(document: JsonObject): readonly DocumentPart[] {
  return places(document).filter(
    ({ value, pointer }) =>
      value.$ref === undefined &&
      /\/(schema|items|additionalProperties|(properties|schemas)\/[^/]+|(allOf|anyOf|oneOf)\/\d+)$/.test(pointer),
  );
}

const rule =
  (find: (schema: JsonObject) => readonly string[]): Rule =>
  (document) =>
    schemas(document).flatMap(({ value, pointer }) => find(value).map((finding) => `${pointer}: ${finding}`));

/** Every string, number, array and object has limits, so that the cost of a request is bounded. */
export const everythingIsBounded = rule((schema) => {
  const missing = (...names: readonly string[]) =>
    names.filter((name) => schema[name] === undefined).map((name) => `a ${text(schema.type)} without ${name}`);
  switch (schema.type) {
    case "boolean":
      return [];
    case "string":
      return schema.enum === undefined ? missing("minLength", "maxLength") : [];
    case "integer":
    case "number":
      return missing("format", "minimum", "maximum");
    case "array":
      return missing("items", "maxItems");
    case "object":
      if (schema.additionalProperties === false) return missing("properties");
      return isObject(schema.additionalProperties) ? missing("maxProperties") : missing("additionalProperties");
    default:
      return ["not exactly one type"];
  }
});

/** Clients generated from a nullable enum do not compile. */
export const noNullableEnums = rule((schema) =>
  schema.enum !== undefined && (schema.nullable === true || JSON.stringify(schema.enum).includes("null"))
    ? ["an enumeration that is nullable"]
    : [],
);

/** Every pattern has an `x-rule`, the text for the hint of a 400. */
export const patternsAreExplained = rule((schema) => {
  if (schema.pattern === undefined) return schema["x-rule"] === undefined ? [] : ["x-rule without a pattern"];
  const findings = /^must /.test(text(schema["x-rule"])) ? [] : ["a pattern without an x-rule that begins with 'must'"];
  const pattern = text(schema.pattern);
  if (!/^\^.*\$$/.test(pattern)) findings.push("a pattern that matches a part of the text");
  try {
    new RegExp(pattern, "u");
  } catch {
    findings.push("a pattern that is no regular expression with the flag u");
  }
  return findings;
});

/** OpenAPI 3.0 ignores keywords beside a reference. */
export const referencesStandAlone: Rule = (document) =>
  places(document)
    .filter(({ value }) => value.$ref !== undefined && Object.keys(value).length > 1)
    .map(({ pointer }) => `${pointer}: something beside $ref`);
