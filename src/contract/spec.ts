import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import {
  type BodyObject,
  httpMethods,
  lookUpPointer,
  type Method,
  type OpenApiDocument,
  type OperationObject,
  type ParameterObject,
  type PathItem,
  pointerStep,
  resolveReference,
  type SchemaObject,
} from "./document.ts";

/** An operation of the spec, with the checks of its answers. */
export interface SpecOperation {
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** As in the spec: `/post/{postId}`. */
  readonly path: string;
  readonly tag: string;
  readonly secured: boolean;
  readonly permission: string;
  /** From `x-permission-also: admin`: admins may call it for every member. */
  readonly isOpenToAdmins: boolean;
  readonly parameters: readonly ParameterObject[];
  readonly body: BodyObject | undefined;
  /** JSON pointer of the operation, as a URI fragment. */
  readonly pointer: string;
  readonly answers: ReadonlyMap<number, SpecAnswer>;
}

export interface SpecAnswer {
  readonly headers: readonly SpecHeader[];
  /** By media type; empty for an answer without content. */
  readonly content: ReadonlyMap<string, SchemaCheck>;
}

export interface SpecHeader {
  readonly name: string;
  readonly required: boolean;
  readonly check: SchemaCheck;
}

/** Returns the problems of a value; an empty array for a valid one. */
export type SchemaCheck = (value: unknown) => readonly string[];

/** A spec: its document, its operations and the checks of its schemas. */
export interface Spec {
  readonly document: OpenApiDocument;
  /** `info.version` of the document. */
  readonly version: string;
  /** All operations, in the order of the document. */
  readonly operations: readonly SpecOperation[];
  /** @throws Error for an unknown operationId */
  operation(id: string): SpecOperation;
  /** Checks a value against a schema of the document, `Error` for example. */
  schemaCheck(name: string): SchemaCheck;
  /** Checks a value against the schema at a JSON pointer. */
  checkAt(pointer: string): SchemaCheck;
}

/** @param document with local references only */
export function createSpec(document: OpenApiDocument): Spec {
  const checkAt = createChecks(document);
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    httpMethods.flatMap((method) => {
      const object = item[method];
      return object ? [readOperation(document, checkAt, path, method, object, item.parameters ?? [])] : [];
    }),
  );
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  return {
    document,
    version: document.info.version,
    operations,
    operation(id) {
      const operation = byId.get(id);
      if (!operation) throw new Error(`The spec has no operation ${id}`);
      return operation;
    },
    schemaCheck: (name) => checkAt(`#/components/schemas/${name}`),
    checkAt,
  };
}

/**
 * Compiles a check at its first use, because a run may need few of them. Unlike in openapi-backend, a keyword or format that
 * Ajv does not know is an error, not a check that is skipped.
 */
function createChecks(document: OpenApiDocument): (pointer: string) => SchemaCheck {
  const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: false });
  formats.default(ajv);
  ajv.addVocabulary(["example", "xml", "externalDocs", "discriminator", "x-rule"]);
  // A copy of the document in which references to schemas use the ids that Ajv knows.
  const renamed: OpenApiDocument = JSON.parse(JSON.stringify(document), (key, value) =>
    key === "$ref" ? String(value).replace(/^#\/components\/schemas\//, "schema:") : value,
  );
  for (const [name, schema] of Object.entries(renamed.components.schemas)) ajv.addSchema(schema, `schema:${name}`);
  const compiled = new Map<string, ValidateFunction>();

  return (pointer) => (value) => {
    const validate = compiled.get(pointer) ?? ajv.compile(Object(lookUpPointer(renamed, pointer)));
    compiled.set(pointer, validate);
    return validate(value) ? [] : (validate.errors ?? []).map(sentence);
  };
}

function readOperation(
  document: OpenApiDocument,
  checkAt: Spec["checkAt"],
  path: string,
  method: Method,
  object: OperationObject,
  shared: NonNullable<PathItem["parameters"]>,
): SpecOperation {
  const pointer = `#/paths${pointerStep(path)}/${method}`;
  return {
    id: object.operationId,
    method: method.toUpperCase(),
    path,
    tag: object.tags?.[0] ?? "",
    secured: (object.security ?? document.security ?? []).some((requirement) => Object.keys(requirement).length > 0),
    permission: object["x-permission"] ?? "",
    isOpenToAdmins: object["x-permission-also"] === "admin",
    parameters: [...shared, ...(object.parameters ?? [])].map(
      (parameter) => resolveReference<ParameterObject>(document, parameter, pointer).value,
    ),
    body: object.requestBody && resolveReference<BodyObject>(document, object.requestBody, pointer).value,
    pointer,
    answers: new Map(
      Object.keys(object.responses).map((status) => [
        Number(status),
        readAnswer(document, checkAt, object, status, pointer),
      ]),
    ),
  };
}

function readAnswer(
  document: OpenApiDocument,
  checkAt: Spec["checkAt"],
  object: OperationObject,
  status: string,
  operationPointer: string,
): SpecAnswer {
  const response = object.responses[status];
  if (!response) throw new Error(`${operationPointer} has no response ${status}`);
  const { value, pointer } = resolveReference(document, response, `${operationPointer}/responses/${status}`);
  return {
    headers: Object.entries(value.headers ?? {}).map(([name, headerOrReference]) => {
      const header = resolveReference(document, headerOrReference, `${pointer}/headers${pointerStep(name)}`);
      const schema = resolveReference<SchemaObject>(document, header.value.schema ?? {}, `${header.pointer}/schema`);
      const check = checkAt(schema.pointer);
      const isNumber = schema.value.type === "integer" || schema.value.type === "number";
      return {
        name,
        required: header.value.required ?? false,
        check: (text) => check(isNumber && text !== "" ? Number(text) : text),
      };
    }),
    content: new Map(
      Object.keys(value.content ?? {}).map((mediaType) => [
        mediaType,
        checkAt(`${pointer}/content${pointerStep(mediaType)}/schema`),
      ]),
    ),
  };
}

function sentence({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath || "/"} ${message} ${JSON.stringify(params)}`;
}
