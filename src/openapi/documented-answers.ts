import { isObject, isTrueAt, type JsonObject, objectAt, stringAt } from "./json.ts";
import { resolve, toRef } from "./pointer.ts";
import { methods } from "./shape.ts";

/** One answer of an operation. Schemas are given by a `$ref` into the document. */
export interface DocumentedAnswer {
  readonly headers: readonly DocumentedHeader[];
  /** The body's schema by media type; empty for no body. A schema that answers share has one `$ref`. */
  readonly schemas: ReadonlyMap<string, string>;
}

export interface DocumentedHeader {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schemaRef: string;
  readonly isNumber: boolean;
}

/** By operationId and status. */
export type DocumentedAnswers = ReadonlyMap<string, ReadonlyMap<number, DocumentedAnswer>>;

/** @param document OpenAPI 3.0 with local references only */
export function documentedAnswers(document: JsonObject): DocumentedAnswers {
  const operations = Object.entries(objectAt(document, "paths")).flatMap(([path, item]) =>
    methods.flatMap((method): [string, ReadonlyMap<number, DocumentedAnswer>][] => {
      const operation = objectAt(item, method);
      const operationId = stringAt(operation, "operationId");
      const ref = toRef(["paths", path, method, "responses"]);
      return operationId === undefined ? [] : [[operationId, answersOf(document, operation, ref)]];
    }),
  );
  return new Map(operations);
}

function answersOf(document: JsonObject, operation: JsonObject, ref: string): ReadonlyMap<number, DocumentedAnswer> {
  const responses = Object.entries(objectAt(operation, "responses"));
  return new Map(responses.map(([status, node]) => [Number(status), answerOf(document, node, under(ref, status))]));
}

function answerOf(document: JsonObject, node: JsonObject[string], ownRef: string): DocumentedAnswer {
  const answer = resolve(document, node);
  const ref = stringAt(node, "$ref") ?? ownRef;
  return {
    headers: Object.entries(objectAt(answer, "headers")).map(([name, header]) =>
      headerOf(document, name, header, under(ref, "headers", name)),
    ),
    schemas: new Map(
      Object.entries(objectAt(answer, "content")).map(([type, content]) => [
        type,
        stringAt(objectAt(content, "schema"), "$ref") ?? under(ref, "content", type, "schema"),
      ]),
    ),
  };
}

function headerOf(document: JsonObject, name: string, node: JsonObject[string], ownRef: string): DocumentedHeader {
  const header = resolve(document, node);
  const schema = resolve(document, isObject(header) ? header.schema : undefined);
  return {
    name,
    isRequired: isTrueAt(header, "required"),
    schemaRef: under(stringAt(node, "$ref") ?? ownRef, "schema"),
    isNumber: ["integer", "number"].includes(stringAt(schema, "type") ?? ""),
  };
}

function under(ref: string, ...segments: readonly string[]): string {
  return ref + toRef(segments).slice(1);
}
