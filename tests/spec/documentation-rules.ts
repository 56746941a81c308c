import { type DocumentPart, isObject, type JsonObject, text } from "./document.ts";
import type { Rule } from "./operation-rules.ts";
import { places, schemas } from "./schema-rules.ts";
import { createValidator } from "./validator.ts";

const within = (document: JsonObject, pattern: RegExp): readonly DocumentPart[] =>
  places(document).filter(({ value, pointer }) => value.$ref === undefined && pattern.test(pointer));

const operation = /^\/paths\/[^/]+\/[a-z]+$/;
const parameter = /(^\/components|^\/paths\/[^/]+(\/[a-z]+)?)\/parameters\/[^/]+$/;
const header = /\/headers\/[^/]+$/;
const answer = /\/responses\/[^/]+$/;
const media = /\/content\/[^/]+$/;

/** Everything that readers of the docs see has a description. */
export const everythingIsDescribed: Rule = (document) => {
  const others = [/^\/info$/, /^\/(servers|tags)\/\d+$/, /\/securitySchemes\/[^/]+$/, /\/requestBody$/];
  const described = [operation, parameter, header, answer, ...others].flatMap((pattern) => within(document, pattern));
  const properties = schemas(document).filter(({ pointer }) => /\/(properties|schemas)\/[^/]+$/.test(pointer));
  const summaries = within(document, operation).filter(({ value }) => text(value.summary).trim() === "");
  return [
    ...[...described, ...properties]
      .filter(({ value }) => text(value.description).trim() === "")
      .map(({ pointer }) => `${pointer}: no description`),
    ...summaries.map(({ pointer }) => `${pointer}: no summary`),
  ];
};

/** Every parameter, header, body, answer and property of a simple type has an example. */
export const everythingHasAnExample: Rule = (document) => {
  const shown = [parameter, header, media].flatMap((pattern) => within(document, pattern));
  const properties = schemas(document).filter(
    ({ value, pointer }) =>
      /\/properties\/[^/]+$/.test(pointer) && value.type !== "array" && value.properties === undefined,
  );
  return [...shown, ...properties]
    .filter(({ value }) => value.example === undefined)
    .map(({ pointer }) => `${pointer}: no example`);
};

/** Every example is valid against its schema, including formats and lengths in code points. */
export const examplesAreValid: Rule = (document) => {
  const errorsOf = createValidator(document);
  const besideSchemas = [parameter, header, media]
    .flatMap((pattern) => within(document, pattern))
    .filter(({ value }) => isObject(value.schema))
    .map(({ value, pointer }) => ({ example: value.example, pointer, schema: `${pointer}/schema` }));
  const inSchemas = schemas(document).map(({ value, pointer }) => ({
    example: value.example,
    pointer,
    schema: pointer,
  }));

  return [...besideSchemas, ...inSchemas].flatMap(({ example, pointer, schema }) =>
    example === undefined
      ? []
      : errorsOf(schema, example).map(
          ({ instancePath, message }) => `${pointer}: its example${instancePath} ${message}`,
        ),
  );
};
