import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import {
  type BodyObject,
  lookUp,
  type Method,
  methods,
  type OpenApiDocument,
  type OperationObject,
  type ParameterObject,
  type PathItem,
  readDocument,
  resolve,
  type SchemaObject,
  step,
} from "./document.ts";

/** An operation as the spec describes it, with everything that checks what a server answers. */
export interface Operation {
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** As in the spec: `/post/{postId}`. */
  readonly path: string;
  readonly tag: string;
  readonly secured: boolean;
  readonly permission: string;
  readonly parameters: readonly ParameterObject[];
  readonly body: BodyObject | undefined;
  /** JSON pointer of the operation, as a URI fragment. */
  readonly pointer: string;
  readonly answers: ReadonlyMap<number, DocumentedAnswer>;
}

export interface DocumentedAnswer {
  readonly headers: readonly DocumentedHeader[];
  /** By media type; empty where the answer has no content. */
  readonly content: ReadonlyMap<string, Check>;
}

export interface DocumentedHeader {
  readonly name: string;
  readonly required: boolean;
  readonly check: Check;
}

/** Says what is wrong with a value; nothing where it is valid. */
export type Check = (value: unknown) => readonly string[];

export const document: OpenApiDocument = readDocument();

/** Unlike openapi-backend's: a keyword or a format that Ajv does not know is an error here, never a check that is left out. */
const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: false });
formats.default(ajv);
ajv.addVocabulary(["example", "xml", "externalDocs", "discriminator", "x-rule"]);

/** The document once more, its references to schemas being the names under which Ajv knows them. */
const renamed: OpenApiDocument = JSON.parse(JSON.stringify(document), (key, value) =>
  key === "$ref" ? String(value).replace(/^#\/components\/schemas\//, "schema:") : value,
);
for (const [name, schema] of Object.entries(renamed.components.schemas)) ajv.addSchema(schema, `schema:${name}`);

/** Every operation of the spec, in its order. */
export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, item]) => {
  return methods.flatMap((method) => {
    const object = item[method];
    return object ? [read(path, method, object, item.parameters ?? [])] : [];
  });
});

const byId = new Map(operations.map((operation) => [operation.id, operation]));

/** @throws Error for an operationId that the spec does not have */
export function operation(id: string): Operation {
  const found = byId.get(id);
  if (!found) throw new Error(`The spec has no operation ${id}`);
  return found;
}

/** Checks a value against a schema of the document, `Error` for example. */
export function schemaCheck(name: string): Check {
  return compile(`#/components/schemas/${name}`);
}

function read(
  path: string,
  method: Method,
  object: OperationObject,
  shared: NonNullable<PathItem["parameters"]>,
): Operation {
  const pointer = `#/paths${step(path)}/${method}`;
  const parameters = [...shared, ...(object.parameters ?? [])].map(
    (parameter) => resolve<ParameterObject>(document, parameter, pointer).value,
  );
  return {
    id: object.operationId,
    method: method.toUpperCase(),
    path,
    tag: object.tags?.[0] ?? "",
    secured: (object.security ?? document.security ?? []).some((requirement) => Object.keys(requirement).length > 0),
    permission: object["x-permission"] ?? "",
    parameters,
    body: object.requestBody && resolve<BodyObject>(document, object.requestBody, pointer).value,
    pointer,
    answers: new Map(
      Object.keys(object.responses).map((status) => [Number(status), readAnswer(object, status, pointer)]),
    ),
  };
}

function readAnswer(object: OperationObject, status: string, operationPointer: string): DocumentedAnswer {
  const response = object.responses[status];
  if (!response) throw new Error(`${operationPointer} has no answer ${status}`);
  const { value, pointer } = resolve(document, response, `${operationPointer}/responses/${status}`);
  return {
    headers: Object.entries(value.headers ?? {}).map(([name, given]) => {
      const header = resolve(document, given, `${pointer}/headers${step(name)}`);
      const schema = resolve<SchemaObject>(document, header.value.schema ?? {}, `${header.pointer}/schema`);
      const check = compile(schema.pointer);
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
        compile(`${pointer}/content${step(mediaType)}/schema`),
      ]),
    ),
  };
}

const compiled = new Map<string, ValidateFunction>();

/** Compiles at first use, since a test process needs few of them. */
function compile(pointer: string): Check {
  return (value) => {
    let validate = compiled.get(pointer);
    if (!validate) {
      validate = ajv.compile(Object(lookUp(renamed, pointer)));
      compiled.set(pointer, validate);
    }
    return validate(value) ? [] : (validate.errors ?? []).map(sentence);
  };
}

function sentence({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath || "/"} ${message} ${JSON.stringify(params)}`;
}
