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

/** An operation as the spec describes it, with everything that checks what a server answers. */
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
  /** By media type; empty where the answer has no content. */
  readonly content: ReadonlyMap<string, SchemaCheck>;
}

export interface SpecHeader {
  readonly name: string;
  readonly required: boolean;
  readonly check: SchemaCheck;
}

/** Says what is wrong with a value; nothing where it is valid. */
export type SchemaCheck = (value: unknown) => readonly string[];

/** A document with everything that requests are made from and answers are held against. */
export interface Spec {
  readonly document: OpenApiDocument;
  /** `info.version` of the document. */
  readonly version: string;
  /** Every operation, in the document's order. */
  readonly operations: readonly SpecOperation[];
  /** @throws Error for an operationId that the document does not have */
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
      const found = byId.get(id);
      if (!found) throw new Error(`The spec has no operation ${id}`);
      return found;
    },
    schemaCheck: (name) => checkAt(`#/components/schemas/${name}`),
    checkAt,
  };
}

/**
 * Compiles at first use, since a run may need few of the checks. Unlike openapi-backend's: a keyword or a format that Ajv
 * does not know is an error here, never a check that is left out.
 */
function createChecks(document: OpenApiDocument): (pointer: string) => SchemaCheck {
  const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: false });
  formats.default(ajv);
  ajv.addVocabulary(["example", "xml", "externalDocs", "discriminator", "x-rule"]);
  // The document once more, its references to schemas being the names under which Ajv knows them.
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
  if (!response) throw new Error(`${operationPointer} has no answer ${status}`);
  const { value, pointer } = resolveReference(document, response, `${operationPointer}/responses/${status}`);
  return {
    headers: Object.entries(value.headers ?? {}).map(([name, given]) => {
      const header = resolveReference(document, given, `${pointer}/headers${pointerStep(name)}`);
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
