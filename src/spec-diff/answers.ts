import { isObject, isTrueAt, type Json, type JsonObject, objectAt } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import type { Difference } from "./change.ts";
import { compareContent } from "./content.ts";
import { compareTold, type Documents, differ, fromFindings } from "./location.ts";
import { code } from "./words.ts";

const words = {
  gone: "clients that ask for it do not get it",
  added: "clients get it where they ask for it",
};

/** Compares what an operation answers, by status. */
export function compareAnswers(
  documents: Documents,
  place: string,
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
    if (was && is) return compareAnswer(documents, `${place} ${status}`, was, is);
    return was ? removed(place, status) : added(place, status, Object.keys(old));
  });
}

/** A status's own answer, else that of its class (`4XX`), else the `default` one, as OpenAPI has it. */
function answerFor(document: JsonObject, responses: JsonObject, status: string): JsonObject | undefined {
  const nodes: readonly (Json | undefined)[] = [responses[status], responses[`${status[0]}XX`], responses.default];
  const isClass = /XX$|^default$/.test(status);
  const answer = resolve(document, isClass ? nodes[0] : nodes.find((node) => node !== undefined));
  return isObject(answer) ? answer : undefined;
}

/**
 * Clients must take an error that they do not know for the `x00` of its class (RFC 9110, section 15), so one more breaks
 * none that was ready for another; a new success means something that they cannot know.
 */
function added(place: string, status: string, others: readonly string[]): readonly Difference[] {
  const subject = `the answer ${code(status)}`;
  const isError = /^[45]|^default/.test(status);
  const isClassKnown = status === "default" || others.some((other) => other[0] === status[0]);
  if (isError && isClassKnown) {
    const why = "clients take an error they do not know for the general one of its class";
    return differ(place, subject, "is new", "compatible", why);
  }
  const why = isError ? "clients do not expect any error of its class" : "clients do not know what it means";
  return differ(place, subject, "is new", "breaking", why);
}

/** One fault of the server less is nothing that a client could have waited for. */
function removed(place: string, status: string): readonly Difference[] {
  const subject = `the answer ${code(status)}`;
  return /^5|^default/.test(status)
    ? differ(place, subject, "is gone", "compatible", "clients may go on being ready for it")
    : differ(place, subject, "is gone", "breaking", "clients that act on it never get it");
}

function compareAnswer(
  documents: Documents,
  place: string,
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  return [
    ...compareHeaders(documents, place, before, after),
    ...compareContent(documents.answer, place, before, after, words),
    ...compareTold(place, "the answer", before, after),
  ];
}

function compareHeaders(
  documents: Documents,
  place: string,
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  const [old, now] = [headersOf(documents.before, before), headersOf(documents.after, after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const subject = `the header ${code((is ?? was)?.name ?? key)}`;
    if (!was) return differ(place, subject, "is new", "compatible", "clients ignore headers they do not know");
    if (!is) return differ(place, subject, "is gone", "breaking", "clients that read it find nothing");
    return [
      ...compareSure(place, subject, was.isRequired, is.isRequired),
      ...fromFindings(place, subject, documents.answer(was.node.schema, is.node.schema)),
      ...compareTold(place, subject, was.node, is.node),
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

function compareSure(place: string, subject: string, was: boolean, is: boolean): readonly Difference[] {
  if (was === is) return [];
  return is
    ? differ(place, subject, "is now always there", "compatible", "clients find it as before")
    : differ(place, subject, "may now be missing", "breaking", "clients that rely on it do not always find it");
}
