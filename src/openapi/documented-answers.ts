import { isObject, isTrueAt, type JsonObject, objectAt, stringAt } from "./json.ts";
import { resolve, toRef } from "./pointer.ts";
import { methods } from "./shape.ts";

/** What a document says of one answer of an operation; places are pointers into the document. */
export interface DocumentedAnswer {
  readonly headers: readonly DocumentedHeader[];
  /** The place of the body's schema by media type, the same for all that refer to it; empty where there is no body. */
  readonly schemas: ReadonlyMap<string, string>;
}

export interface DocumentedHeader {
  readonly name: string;
  readonly isRequired: boolean;
  /** Of its schema. */
  readonly place: string;
  readonly isNumber: boolean;
}

/** Every operation's answers, by operationId and status. */
export type DocumentedAnswers = ReadonlyMap<string, ReadonlyMap<number, DocumentedAnswer>>;

/** @param document OpenAPI 3.0 with local references only */
export function documentedAnswers(document: JsonObject): DocumentedAnswers {
  const operations = Object.entries(objectAt(document, "paths")).flatMap(([path, item]) =>
    methods.flatMap((method): [string, ReadonlyMap<number, DocumentedAnswer>][] => {
      const operation = objectAt(item, method);
      const operationId = stringAt(operation, "operationId");
      const place = toRef(["paths", path, method, "responses"]);
      return operationId === undefined ? [] : [[operationId, answersOf(document, operation, place)]];
    }),
  );
  return new Map(operations);
}

function answersOf(document: JsonObject, operation: JsonObject, place: string): ReadonlyMap<number, DocumentedAnswer> {
  const responses = Object.entries(objectAt(operation, "responses"));
  return new Map(responses.map(([status, node]) => [Number(status), answerOf(document, node, under(place, status))]));
}

function answerOf(document: JsonObject, node: JsonObject[string], written: string): DocumentedAnswer {
  const answer = resolve(document, node);
  const place = stringAt(node, "$ref") ?? written;
  return {
    headers: Object.entries(objectAt(answer, "headers")).map(([name, given]) =>
      headerOf(document, name, given, under(place, "headers", name)),
    ),
    schemas: new Map(
      Object.entries(objectAt(answer, "content")).map(([type, content]) => [
        type,
        stringAt(objectAt(content, "schema"), "$ref") ?? under(place, "content", type, "schema"),
      ]),
    ),
  };
}

function headerOf(document: JsonObject, name: string, node: JsonObject[string], written: string): DocumentedHeader {
  const header = resolve(document, node);
  const schema = resolve(document, isObject(header) ? header.schema : undefined);
  return {
    name,
    isRequired: isTrueAt(header, "required"),
    place: under(stringAt(node, "$ref") ?? written, "schema"),
    isNumber: ["integer", "number"].includes(stringAt(schema, "type") ?? ""),
  };
}

function under(place: string, ...segments: readonly string[]): string {
  return place + toRef(segments).slice(1);
}
