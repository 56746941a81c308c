import { isObject, isTrueAt, type Json, type JsonObject, objectAt } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import type { Difference } from "./change.ts";
import { compareContent } from "./content.ts";
import { compareDocumentation, type Documents, differ, fromFindings } from "./location.ts";
import { code } from "./words.ts";

const words = {
  gone: "clients that request it no longer get it",
  added: "clients get it only if they request it",
};

/** Compares what an operation answers, by status. */
export function compareAnswers(
  documents: Documents,
  location: string,
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  const [old, now] = [objectAt(before, "responses"), objectAt(after, "responses")];
  const statuses = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (status) => !status.startsWith("x-"),
  );
  return statuses.flatMap((status) => {
    const was = answerFor(documents.before, old, status);
    const is = answerFor(documents.after, now, status);
    if (was && is) return compareAnswer(documents, `${location} ${status}`, was, is);
    return was ? removed(location, status) : added(location, status, Object.keys(old));
  });
}

/** The answer of a status: its own, otherwise that of its class (`4XX`), otherwise `default` (OpenAPI, Responses Object). */
function answerFor(document: JsonObject, responses: JsonObject, status: string): JsonObject | undefined {
  const nodes: readonly (Json | undefined)[] = [responses[status], responses[`${status[0]}XX`], responses.default];
  const isClass = /XX$|^default$/.test(status);
  const answer = resolve(document, isClass ? nodes[0] : nodes.find((node) => node !== undefined));
  return isObject(answer) ? answer : undefined;
}

/**
 * Clients must treat an unknown error status as the `x00` of its class (RFC 9110, section 15). So a new error status breaks
 * no client that handles another one of that class. A new success status does: its meaning is unknown to clients.
 */
function added(location: string, status: string, others: readonly string[]): readonly Difference[] {
  const subject = `the answer ${code(status)}`;
  const isError = /^[45]|^default/.test(status);
  const isClassKnown = status === "default" || others.some((other) => other[0] === status[0]);
  if (isError && isClassKnown) {
    const why = "clients treat an unknown error as the general one of its class";
    return differ(location, subject, "is new", "compatible", why);
  }
  const why = isError ? "clients do not expect an error of this class" : "clients do not know what it means";
  return differ(location, subject, "is new", "breaking", why);
}

/** No client depends on a server error, so its removal breaks none. */
function removed(location: string, status: string): readonly Difference[] {
  const subject = `the answer ${code(status)}`;
  return /^5|^default/.test(status)
    ? differ(location, subject, "is gone", "compatible", "clients may keep handling it")
    : differ(location, subject, "is gone", "breaking", "clients that depend on it never get it");
}

function compareAnswer(
  documents: Documents,
  location: string,
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  return [
    ...compareHeaders(documents, location, before, after),
    ...compareContent(documents.answer, location, before, after, words),
    ...compareDocumentation(location, "the answer", before, after),
  ];
}

function compareHeaders(
  documents: Documents,
  location: string,
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  const [old, now] = [headersOf(documents.before, before), headersOf(documents.after, after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const subject = `the header ${code((is ?? was)?.name ?? key)}`;
    if (!was) return differ(location, subject, "is new", "compatible", "clients ignore headers they do not know");
    if (!is) return differ(location, subject, "is gone", "breaking", "clients that read it find nothing");
    return [
      ...comparePresence(location, subject, was.isRequired, is.isRequired),
      ...fromFindings(location, subject, documents.answer(was.node.schema, is.node.schema)),
      ...compareDocumentation(location, subject, was.node, is.node),
    ];
  });
}

interface Header {
  readonly name: string;
  readonly node: JsonObject;
  readonly isRequired: boolean;
}

function headersOf(document: JsonObject, answer: JsonObject): ReadonlyMap<string, Header> {
  return new Map(
    Object.entries(objectAt(answer, "headers")).flatMap(([name, given]): [string, Header][] => {
      const node = resolve(document, given);
      if (!isObject(node) || name.toLowerCase() === "content-type") return [];
      return [[name.toLowerCase(), { name, node, isRequired: isTrueAt(node, "required") }]];
    }),
  );
}

function comparePresence(location: string, subject: string, was: boolean, is: boolean): readonly Difference[] {
  if (was === is) return [];
  return is
    ? differ(location, subject, "is now always there", "compatible", "clients find it as before")
    : differ(location, subject, "may now be missing", "breaking", "clients that rely on it do not always find it");
}
