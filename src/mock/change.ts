import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type JsonObject, stringAt } from "../openapi/json.ts";

/** The properties of a body that a resource has as well. */
export function overlay(body: unknown, properties: JsonObject): JsonObject {
  if (!isJsonObject(body)) return {};
  return Object.fromEntries(Object.entries(body).filter(([name]) => name in properties));
}

function isJsonObject(value: unknown): value is JsonObject {
  return isObject(value);
}

/**
 * What the example of a change shows beside what was asked for: the properties in which it differs from the example of the
 * resource before, such as `isRead`.
 */
export function effectOf(after: Json | undefined, before: JsonObject | undefined, asked: JsonObject): JsonObject {
  if (!isObject(after) || !before) return {};
  const differing = Object.entries(after).filter(
    ([name, value]) => !(name in asked) && !isDeepStrictEqual(value, before[name]),
  );
  return Object.fromEntries(differing);
}

/** The same object, with the times that some of its properties have turned into this one. */
export function withTimes(value: JsonObject, names: Iterable<string>, properties: JsonObject, now: Date): JsonObject {
  const times = [...names].filter(
    (name) => typeof value[name] === "string" && stringAt(properties[name], "format") === "date-time",
  );
  return { ...value, ...Object.fromEntries(times.map((name) => [name, now.toISOString()])) };
}

/** Ids to try for a new resource that was not given one. */
export function newIds(example: Json | undefined, number: number): readonly Json[] {
  return typeof example === "number"
    ? [number]
    : [randomUUID(), `${example}-${number}`, `${example}${number}`, String(number)];
}

/** Whether a resource has a value as one of its own or as the id of something that it holds. */
export function refersTo(resource: JsonObject, value: unknown): boolean {
  return Object.values(resource).some((each) => each === value || (isObject(each) && each.id === value));
}
