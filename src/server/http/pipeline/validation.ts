import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { type Document, OpenAPIBackend, type Operation } from "openapi-backend";

/** What openapi-backend's validators look at; header names are in lower case. Defaults are written into it. */
export interface RequestParts {
  readonly path: object;
  readonly query: object;
  readonly header: object;
  readonly cookie: object;
  readonly requestBody?: unknown;
}

export type Validate = (request: RequestParts) => readonly ErrorObject[];

/** A document that was checked, its operations resolved, and their validators, compiled once. */
export interface Validation {
  readonly document: Document;
  readonly operations: readonly Operation[];
  readonly validators: ReadonlyMap<string, Validate>;
}

export type CompileValidation = (document: object) => Promise<Validation>;

/**
 * Compiles the request validators of every operation.
 * @throws Error for a document that is no valid OpenAPI 3.0.
 */
export async function compileValidation(document: object): Promise<Validation> {
  if (!isOpenApi(document)) throw new Error("The document is not OpenAPI 3.0");
  const ajv = createAjv();
  const api = new OpenAPIBackend({
    definition: withoutAnswers(document),
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

/** openapi-backend checks the rest; of 3.1 it would load nothing. */
function isOpenApi(document: object): document is Document {
  return "openapi" in document && /^3\.0\.\d+$/.test(String(document.openapi));
}

/**
 * One instance for all: openapi-backend would make one for each schema, which triples the time to start. Nothing is
 * coerced, because parameters are parsed more strictly before they get here; `verbose` brings `x-rule` into errors.
 */
export function createAjv(): Ajv {
  return addFormats.default(new Ajv({ strict: false, allErrors: true, verbose: true, useDefaults: true }));
}

/**
 * A copy whose operations have no schemas of answers. openapi-backend would compile a validator for each status and
 * four for its headers, two thirds of the time to start, and nothing here would ever call them.
 */
function withoutAnswers(document: Document): Document {
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
