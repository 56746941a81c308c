import type { Logger } from "pino";
import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import { methods } from "../openapi/shape.ts";
import { createViolationFinder } from "../openapi/violation.ts";
import type { Answer } from "../server/http/response/answer.ts";
import { sample } from "./sample.ts";
import { isSendable } from "./served-operations.ts";

export interface MockAnswer extends Answer {
  /** All documented headers that have an example, and the required ones. */
  readonly headers: Headers;
  readonly requiredHeaders: Headers;
  /** The JSON value; for an event stream, one event. Undefined if there is no body. */
  readonly body: Json | undefined;
  /** The schema of the body. Undefined if there is none. */
  readonly schema: Json | undefined;
}

type Headers = Readonly<Record<string, string | number>>;

/** The documented answers of all operations, made from the document's examples. */
export interface Answers {
  /** In the document's order. */
  readonly statuses: (operationId: string) => readonly number[];
  /**
   * The example of an answer, otherwise a value generated from its schema.
   * @param name the name of one of several examples; the result is undefined if there is none
   */
  readonly example: (operationId: string, status: number, name?: string) => MockAnswer | undefined;
  /** The rule of the document that this answer violates, if any. */
  readonly brokenRule: (operationId: string, answer: Answer) => string | undefined;
}

/** Headers that the dispatcher sets. */
const dispatcherHeaders = new Set(["content-type", "x-request-id"]);

/** @param document as `servedOperations` returns it */
export function mockAnswers(document: JsonObject, log: Logger): Answers {
  const operations = new Map(
    Object.values(objectAt(document, "paths"))
      .flatMap((item) => methods.map((method) => objectAt(item, method)))
      .map((operation) => [stringAt(operation, "operationId"), objectAt(operation, "responses")]),
  );
  const findViolation = createViolationFinder(document);
  const cache = new Map<string, MockAnswer | undefined>();

  function brokenRule(operationId: string, answer: Answer): string | undefined {
    const { status, body, contentType = "application/json" } = answer;
    const headers = { ...answer.headers, "Content-Type": contentType };
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    return findViolation(operationId, { status, headers, body: bytes })?.rule;
  }

  function make(operationId: string, status: number, name: string | undefined): MockAnswer | undefined {
    const response = resolve(document, operations.get(operationId)?.[status]);
    if (!isObject(response)) return undefined;
    const documented = answerOf(document, status, response, name);
    if (!documented) return undefined;
    const rule = brokenRule(operationId, documented);
    if (rule === undefined) return documented;
    const media = objectAt(objectAt(response, "content"), documented.contentType ?? "application/json");
    const generated = { ...documented, body: sample(document, media.schema) };
    const isBetter = brokenRule(operationId, generated) === undefined;
    const consequence = isBetter ? "a value generated from its schema is used" : "it is used anyway";
    log.warn(`${operationId}: the example of ${status} breaks the document's own rule, so ${consequence}: ${rule}`);
    return isBetter ? generated : documented;
  }

  return {
    statuses: (operationId) => Object.keys(operations.get(operationId) ?? {}).map(Number),
    example(operationId, status, name) {
      const key = JSON.stringify([operationId, status, name]);
      if (!cache.has(key)) cache.set(key, make(operationId, status, name));
      return cache.get(key);
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
  // Without a contentType the dispatcher may convert the body to problem details (RFC 9457) for clients that accept those.
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
    ([name]) => !dispatcherHeaders.has(name.toLowerCase()),
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
