import type { Logger } from "pino";
import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import { methods } from "../openapi/shape.ts";
import { createViolationFinder } from "../openapi/violation.ts";
import type { Answer } from "../server/http/response/answer.ts";
import { sample } from "./sample.ts";
import { isSendable } from "./served-operations.ts";

export interface MockAnswer extends Answer {
  /** All of them that have an example. */
  readonly headers: Headers;
  readonly requiredHeaders: Headers;
  /** JSON; of an event stream, one event. Undefined for no body. */
  readonly body: Json | undefined;
  /** Of the body, undefined where there is none. */
  readonly schema: Json | undefined;
}

type Headers = Readonly<Record<string, string | number>>;

/** What a document's examples say that its operations answer. */
export interface Answers {
  /** In the document's order. */
  readonly statuses: (operationId: string) => readonly number[];
  /**
   * The example of an answer, or what its schema makes up.
   * @param name of one of several examples; undefined is answered where there is none such
   */
  readonly example: (operationId: string, status: number, name?: string) => MockAnswer | undefined;
  /** The rule of the document that an answer of an operation would break. */
  readonly brokenRule: (operationId: string, answer: Answer) => string | undefined;
}

/** Headers that the server sets itself. */
const ownHeaders = new Set(["content-type", "x-request-id"]);

/** @param document as `served` makes it */
export function mockAnswers(document: JsonObject, log: Logger): Answers {
  const operations = new Map(
    Object.values(objectAt(document, "paths"))
      .flatMap((item) => methods.map((method) => objectAt(item, method)))
      .map((operation) => [stringAt(operation, "operationId"), objectAt(operation, "responses")]),
  );
  const findViolation = createViolationFinder(document);
  const made = new Map<string, MockAnswer | undefined>();

  function brokenRule(operationId: string, answer: Answer): string | undefined {
    const { status, body, contentType = "application/json" } = answer;
    const headers = { ...answer.headers, "Content-Type": contentType };
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    return findViolation(operationId, { status, headers, body: bytes })?.rule;
  }

  function make(operationId: string, status: number, name: string | undefined): MockAnswer | undefined {
    const response = resolve(document, operations.get(operationId)?.[status]);
    if (!isObject(response)) return undefined;
    const given = answerOf(document, status, response, name);
    if (!given) return undefined;
    const rule = brokenRule(operationId, given);
    if (rule === undefined) return given;
    const media = objectAt(objectAt(response, "content"), given.contentType ?? "application/json");
    const generated = { ...given, body: sample(document, media.schema) };
    const isBetter = brokenRule(operationId, generated) === undefined;
    const consequence = isBetter ? "its schema's plainest value stands in" : "it is answered all the same";
    log.warn(`${operationId}: the example of ${status} breaks the document's own rule, so ${consequence}: ${rule}`);
    return isBetter ? generated : given;
  }

  return {
    statuses: (operationId) => Object.keys(operations.get(operationId) ?? {}).map(Number),
    example(operationId, status, name) {
      const key = JSON.stringify([operationId, status, name]);
      if (!made.has(key)) made.set(key, make(operationId, status, name));
      return made.get(key);
    },
    brokenRule,
  };
}

function answerOf(
  document: JsonObject,
  status: number,
  response: JsonObject,
  name: string | undefined,
): MockAnswer | undefined {
  const headers = headersOf(document, response, () => true);
  const requiredHeaders = headersOf(document, response, (header) => header.required === true);
  const content = objectAt(response, "content");
  const types = Object.keys(content).filter(isSendable);
  const type = types.find((each) => each === "application/json") ?? types[0];
  if (type === undefined)
    return name === undefined ? { status, headers, requiredHeaders, body: undefined, schema: undefined } : undefined;
  const media = objectAt(content, type);
  const body = exampleOf(document, media, name);
  if (body === undefined && name !== undefined) return undefined;
  const { schema } = media;
  const answer = { status, headers, requiredHeaders, body: body ?? sample(document, schema), schema };
  // What has no type of its own set, the dispatcher may turn into problem details for a client that prefers those.
  const isError = type === "application/json" && "application/problem+json" in content;
  return isError ? answer : { ...answer, contentType: type };
}

function exampleOf(document: JsonObject, media: JsonObject, name: string | undefined): Json | undefined {
  const examples = objectAt(media, "examples");
  if (name === undefined && media.example !== undefined) return media.example;
  const [given] = name === undefined ? Object.values(examples) : Object.hasOwn(examples, name) ? [examples[name]] : [];
  const example = resolve(document, given);
  return isObject(example) ? example.value : undefined;
}

function headersOf(document: JsonObject, response: JsonObject, isWanted: (header: JsonObject) => boolean): Headers {
  const documented = Object.entries(objectAt(response, "headers")).filter(
    ([name]) => !ownHeaders.has(name.toLowerCase()),
  );
  return Object.fromEntries(
    documented.flatMap(([name, node]) => {
      const header = resolve(document, node);
      if (!isObject(header) || !isWanted(header)) return [];
      const example = exampleOf(document, header, undefined);
      const value = example ?? (header.required === true ? sample(document, header.schema) : undefined);
      return value === undefined || value === null ? [] : [[name, typeof value === "number" ? value : String(value)]];
    }),
  );
}
