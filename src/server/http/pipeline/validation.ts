import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { type Document, OpenAPIBackend, type Operation } from "openapi-backend";

/** The input of openapi-backend's validators, which write defaults into it; header names are in lower case. */
export interface RequestToValidate {
  readonly path: object;
  readonly query: object;
  readonly header: object;
  readonly cookie: object;
  readonly requestBody?: unknown;
}

export type Validate = (request: RequestToValidate) => readonly ErrorObject[];

/** A valid document, its operations with references resolved, and their compiled validators. */
export interface Validation {
  readonly document: Document;
  readonly operations: readonly Operation[];
  readonly validators: ReadonlyMap<string, Validate>;
}

export type CompileValidation = (document: object) => Promise<Validation>;

/**
 * Compiles the request validators of every operation.
 * @throws Error for a document that is not valid OpenAPI 3.0
 */
export async function compileValidation(document: object): Promise<Validation> {
  if (!isOpenApi(document)) throw new Error("The document is not OpenAPI 3.0");
  const ajv = createAjv();
  const api = new OpenAPIBackend({
    definition: withoutResponseSchemas(document),
    strict: true,
    customizeAjv: () => ajv,
  });
  await api.init();
  const operations = api.router.getOperations();
  const validators = operations.map(({ operationId = "" }): [string, Validate] => {
    const compiled: readonly ValidateFunction[] | null = api.validator.getRequestValidatorsForOperation(operationId);
    if (!compiled) throw new Error(`The operation "${operationId}" has no validators`);
    return [
      operationId,
      (request) => compiled.flatMap((validate) => (validate(request) ? [] : (validate.errors ?? []))),
    ];
  });
  return { document: api.definition, operations, validators: new Map(validators) };
}

/** openapi-backend checks the rest, but would accept 3.1 and then validate nothing. */
function isOpenApi(document: object): document is Document {
  return "openapi" in document && /^3\.0\.\d+$/.test(String(document.openapi));
}

/**
 * Creates one Ajv instance for all schemas: openapi-backend would create one per schema, which triples the startup time.
 * Types are not coerced, because parameters are parsed, more strictly, before they are validated. `verbose` adds the schema
 * with its `x-rule` to errors.
 */
export function createAjv(): Ajv {
  return addFormats.default(new Ajv({ strict: false, allErrors: true, verbose: true, useDefaults: true }));
}

/**
 * Copies a document without the schemas of answers. openapi-backend would compile five validators per status, two thirds of
 * the startup time, and the dispatcher uses none of them.
 */
function withoutResponseSchemas(document: Document): Document {
  const copy = structuredClone(document);
  for (const item of Object.values(copy.paths ?? {})) {
    for (const operation of Object.values(item ?? {})) {
      if (typeof operation !== "object" || !("responses" in operation)) continue;
      operation.responses = Object.fromEntries(
        Object.keys(operation.responses ?? {}).map((status) => [status, { description: "" }]),
      );
    }
  }
  return copy;
}
