import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type JsonObject, stringAt } from "../openapi/json.ts";

/** The properties of a body that are also properties of the resource. */
export function overlay(body: unknown, properties: JsonObject): JsonObject {
  if (!isJsonObject(body)) return {};
  return Object.fromEntries(Object.entries(body).filter(([name]) => name in properties));
}

function isJsonObject(value: unknown): value is JsonObject {
  return isObject(value);
}

/**
 * The side effects of an update: properties that differ between the example after and the resource before, and that the
 * request does not contain, such as `isRead`.
 */
export function effectOf(after: Json | undefined, before: JsonObject | undefined, asked: JsonObject): JsonObject {
  if (!isObject(after) || !before) return {};
  const differing = Object.entries(after).filter(
    ([name, value]) => !(name in asked) && !isDeepStrictEqual(value, before[name]),
  );
  return Object.fromEntries(differing);
}

/** Sets the named properties that are timestamps to `now`. */
export function withTimes(value: JsonObject, names: Iterable<string>, properties: JsonObject, now: Date): JsonObject {
  const times = [...names].filter(
    (name) => typeof value[name] === "string" && stringAt(properties[name], "format") === "date-time",
  );
  return { ...value, ...Object.fromEntries(times.map((name) => [name, now.toISOString()])) };
}

/** Candidate ids for a new resource whose request has none. */
export function newIds(example: Json | undefined, number: number): readonly Json[] {
  return typeof example === "number"
    ? [number]
    : [randomUUID(), `${example}-${number}`, `${example}${number}`, String(number)];
}

/** Whether a property of the resource equals the value, or is an object with this value as its id. */
export function refersTo(resource: JsonObject, value: unknown): boolean {
  return Object.values(resource).some((each) => each === value || (isObject(each) && each.id === value));
}
