import type { Document, Operation } from "openapi-backend";
import { isObject, isTrueAt, type Json, type JsonObject, listAt, objectAt, stringAt } from "../openapi/json.ts";
import { resolve, toRef } from "../openapi/pointer.ts";
import { methods } from "../openapi/shape.ts";
import { encodeRef } from "../openapi/violation.ts";
import { createAjv, type Validate, type Validation } from "../server/http/pipeline/validation.ts";

/**
 * Compiles the request validators of any document. openapi-backend, which does so for our own, knows neither OpenAPI 3.1
 * nor every schema that contains itself; here Ajv follows the document's references by itself.
 */
export async function compileByReference(document: object): Promise<Validation> {
  if (!isDocument(document) || !isObject(document)) throw new Error("The document is not OpenAPI 3");
  const ajv = createAjv();
  ajv.addSchema(document, "api", false, false);
  const found = Object.entries(objectAt(document, "paths")).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation: object = { ...objectAt(item, method), path, method };
      return isOperation(operation) ? [{ operation, schemas: requestSchemas(document, path, method) }] : [];
    }),
  );
  return {
    document,
    operations: found.map(({ operation }) => operation),
    validators: new Map(
      found.map(({ operation, schemas }): [string, Validate] => {
        const validate = ajv.compile(schemas);
        return [operation.operationId ?? "", (request) => (validate(request) ? [] : (validate.errors ?? []))];
      }),
    ),
  };
}

/** The loader has checked the rest. */
function isDocument(document: object): document is Document {
  return "openapi" in document && /^3\.[01]\./.test(String(document.openapi));
}

function isOperation(node: object): node is Operation {
  return "operationId" in node;
}

function requestSchemas(document: JsonObject, path: string, method: string): object {
  const item = ["paths", path];
  const parameters = new Map(
    [item, [...item, method]].flatMap((segments) => parametersAt(document, segments)).map((each) => [each.key, each]),
  );
  const parametersIn = (location: string) => {
    const matching = [...parameters.values()].filter((parameter) => parameter.location === location);
    return {
      type: "object",
      properties: Object.fromEntries(matching.map(({ name, schema }) => [name, schema])),
      required: matching.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    };
  };
  const operation = objectAt(objectAt(objectAt(document, "paths"), path), method);
  const body = locate(document, operation.requestBody, [...item, method, "requestBody"]);
  const content = objectAt(body.node, "content");
  const schema = "application/json" in content ? reference(`${body.location}/content/application~1json/schema`) : {};
  const hasSchema = objectAt(content, "application/json").schema !== undefined;
  return {
    type: "object",
    properties: {
      ...Object.fromEntries(
        ["path", "query", "header", "cookie"].map((location) => [location, parametersIn(location)]),
      ),
      ...(hasSchema ? { requestBody: schema } : {}),
    },
  };
}

function parametersAt(document: JsonObject, segments: readonly string[]) {
  const holder = segments.reduce<JsonObject>(objectAt, document);
  return listAt(holder, "parameters").flatMap((given, index) => {
    const { node, location: pointer } = locate(document, given, [...segments, "parameters", String(index)]);
    const location = stringAt(node, "in") ?? "";
    const spelt = stringAt(node, "name") ?? "";
    const name = location === "header" ? spelt.toLowerCase() : spelt;
    const schema = isObject(node) && node.schema !== undefined ? reference(`${pointer}/schema`, node.schema) : {};
    return [{ key: `${location} ${name}`, location, name, schema, isRequired: isTrueAt(node, "required") }];
  });
}

/** What stands somewhere or is referred to from there, and its own location. */
function locate(document: JsonObject, node: Json | undefined, segments: readonly string[]) {
  return { node: resolve(document, node), location: stringAt(node, "$ref") ?? toRef(segments) };
}

/** A default is looked for beside a reference, not behind it. */
function reference(location: string, schema?: Json): JsonObject {
  const fallback = isObject(schema) ? schema.default : undefined;
  return { $ref: `api${encodeRef(location)}`, ...(fallback === undefined ? {} : { default: fallback }) };
}
