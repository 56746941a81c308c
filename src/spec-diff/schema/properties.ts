import { isObject, isTrueAt, type Json, type JsonObject, listAt, objectAt } from "../../openapi/json.ts";
import { resolve } from "../../openapi/pointer.ts";
import type { Part } from "./collect.ts";
import type { Comparison } from "./comparison.ts";
import type { Direction, Finding } from "./finding.ts";
import { findingFor, under } from "./finding.ts";

/** Compares properties, `required` and `additionalProperties`. */
export function compareProperties(comparison: Comparison, before: JsonObject, after: JsonObject): readonly Part[] {
  const { direction, compare } = comparison;
  const [old, now] = [
    propertiesOf(comparison.before, before, direction),
    propertiesOf(comparison.after, after, direction),
  ];
  const findings = [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const [was, is] = [old.get(name) ?? otherOf(before), now.get(name) ?? otherOf(after)];
    if (!was) return is ? under(name, [added(direction, is)]) : [];
    if (!is) return under(name, [removed(direction, isClosed(after))]);
    return under(name, [...requirement(direction, was, is), ...compare(was.schema, is.schema)]);
  });
  return [...findings, ...compareOthers(comparison, before, after)];
}

interface Property {
  readonly schema: Json;
  readonly isRequired: boolean;
}

/** The properties that are sent in this direction: no `readOnly` ones in requests, no `writeOnly` ones in answers. */
function propertiesOf(document: JsonObject, schema: JsonObject, direction: Direction): ReadonlyMap<string, Property> {
  const properties = objectAt(schema, "properties");
  const required = listAt(schema, "required").map(String);
  const unsent = direction === "request" ? "readOnly" : "writeOnly";
  const isSent = (name: string) => !isTrueAt(resolve(document, properties[name]), unsent);
  return new Map(
    [...new Set([...Object.keys(properties), ...required])]
      .filter(isSent)
      .map((name) => [name, { schema: properties[name] ?? othersOf(schema), isRequired: required.includes(name) }]),
  );
}

/**
 * A new property breaks no client, even if the answer's schema has `additionalProperties: false`: that is a check on the
 * server. Clients must ignore unknown properties, otherwise no newer server could serve them.
 */
function added(direction: Direction, { isRequired }: Property): Finding {
  if (direction === "answer") {
    return { path: [], predicate: "is new", effect: "compatible", why: "clients ignore properties they do not know" };
  }
  return isRequired
    ? {
        path: [],
        predicate: "is new and must be sent",
        effect: "breaking",
        why: "clients that do not send it are refused",
      }
    : { path: [], predicate: "is new and may be sent", effect: "compatible", why: "clients need not send it" };
}

function removed(direction: Direction, isRefused: boolean): Finding {
  const why =
    direction === "answer"
      ? "clients that read it find nothing"
      : `clients that send it are ${isRefused ? "refused" : "no longer understood"}`;
  return { path: [], predicate: "is gone", effect: "breaking", why };
}

function requirement(direction: Direction, before: Property, after: Property): readonly Finding[] {
  if (before.isRequired === after.isRequired) return [];
  if (direction === "request") {
    return after.isRequired
      ? [{ path: [], predicate: "must now be sent", effect: "breaking", why: "clients that leave it out are refused" }]
      : [{ path: [], predicate: "need no longer be sent", effect: "compatible", why: "clients may go on sending it" }];
  }
  return after.isRequired
    ? [{ path: [], predicate: "is now always there", effect: "compatible", why: "clients find it as before" }]
    : [
        {
          path: [],
          predicate: "may now be missing",
          effect: "breaking",
          why: "clients that rely on it do not always find it",
        },
      ];
}

/** Properties that the schema does not name. */
function compareOthers(comparison: Comparison, before: JsonObject, after: JsonObject): readonly Part[] {
  const { direction, compare } = comparison;
  const [old, now] = [othersOf(before), othersOf(after)];
  const [wasClosed, isNowClosed] = [old === false, now === false];
  if (wasClosed === isNowClosed) return isObject(old) || isObject(now) ? under("*", compare(old, now)) : [];
  if (isNowClosed) {
    const predicate = "must no longer have properties that are not documented";
    return [findingFor(direction, "narrower", predicate, "others")];
  }
  const predicate = "may now have properties that are not documented";
  const why = direction === "answer" ? "clients ignore properties they do not know" : "clients need not send any";
  return [{ path: [], predicate, effect: "compatible", why }];
}

function othersOf({ additionalProperties, unevaluatedProperties }: JsonObject): Json {
  return additionalProperties ?? unevaluatedProperties ?? true;
}

/** The schema of properties that are not listed, if `additionalProperties` has one. */
function otherOf(schema: JsonObject): Property | undefined {
  const others = othersOf(schema);
  return isObject(others) ? { schema: others, isRequired: false } : undefined;
}

function isClosed(schema: JsonObject): boolean {
  return othersOf(schema) === false;
}
