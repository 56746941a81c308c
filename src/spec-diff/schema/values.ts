import { type Json, type JsonObject, listAt, stringAt } from "../../openapi/json.ts";
import { isEqual } from "../equal.ts";
import { code, value, values } from "../words.ts";
import { type Direction, type Finding, findingFor, type ValueSetChange } from "./finding.ts";

/** Compares the keywords for single values, except types and bounds. */
export function compareValues(direction: Direction, before: JsonObject, after: JsonObject): readonly Finding[] {
  return [compareEnums, comparePatterns, compareFormats, compareMultiples, compareUniqueness, compareDefaults].flatMap(
    (compare) => compare(direction, before, after),
  );
}

/** Compares schemas that have at most null in common. */
export function compareNulls(direction: Direction, before: JsonObject, after: JsonObject): readonly Finding[] {
  const allowsNull = (schema: JsonObject) =>
    listAt(schema, "type").includes("null") && (schema.enum === undefined || listAt(schema, "enum").includes(null));
  const areNull = [listAt(before, "type").includes("null"), listAt(after, "type").includes("null")];
  if (!areNull.every(Boolean) || allowsNull(before) === allowsNull(after)) return [];
  return allowsNull(after)
    ? [findingFor(direction, "wider", "may now be null", "null")]
    : [findingFor(direction, "narrower", "can no longer be null", "null")];
}

function compareEnums(direction: Direction, before: JsonObject, after: JsonObject): readonly Finding[] {
  const [old, now] = [listAt(before, "enum"), listAt(after, "enum")];
  if (before.enum === undefined && after.enum === undefined) return [];
  if (before.enum === undefined) {
    return [findingFor(direction, "narrower", `must now be one of ${values(now)}`, "anything else")];
  }
  if (after.enum === undefined) {
    return [findingFor(direction, "wider", `is no longer only one of ${values(old)}`, "anything else")];
  }
  const gone = old.filter((each) => !now.some((other) => isEqual(each, other)));
  const added = now.filter((each) => !old.some((other) => isEqual(each, other)));
  return [
    ...(gone.length > 0 ? [findingFor(direction, "narrower", `can no longer be ${values(gone)}`, "it")] : []),
    ...(added.length > 0 ? [findingFor(direction, "wider", `can now also be ${values(added)}`, "it")] : []),
  ];
}

function comparePatterns(direction: Direction, before: JsonObject, after: JsonObject): readonly Finding[] {
  const [old, now] = [stringAt(before, "pattern"), stringAt(after, "pattern")];
  if (old === now) return [];
  if (old === undefined)
    return [findingFor(direction, "narrower", `must now match ${code(now ?? "")}`, "anything else")];
  if (now === undefined) return [findingFor(direction, "wider", `need no longer match ${code(old)}`, "anything else")];
  const beyond = direction === "request" ? "what only the old one matches" : "what only the new one matches";
  return [findingFor(direction, "other", `must now match ${code(now)}, it was ${code(old)}`, beyond)];
}

/** Each format with the wider one that includes its values. */
const widerFormats: Readonly<Record<string, string>> = { int32: "int64", float: "double" };
/** Formats that are display hints and exclude no value. */
const hints: readonly (Json | undefined)[] = ["password", undefined];

function compareFormats(direction: Direction, before: JsonObject, after: JsonObject): readonly Finding[] {
  const { format: old } = before;
  const { format: now } = after;
  if (old === now || (hints.includes(old) && hints.includes(now))) return [];
  if (hints.includes(old)) {
    return [findingFor(direction, "narrower", `must now have the format ${value(now)}`, "anything else")];
  }
  if (hints.includes(now)) {
    return [findingFor(direction, "wider", `need no longer have the format ${value(old)}`, "anything else")];
  }
  const change: ValueSetChange =
    widerFormats[String(old)] === now ? "wider" : widerFormats[String(now)] === old ? "narrower" : "other";
  return [findingFor(direction, change, `has now the format ${value(now)}, it was ${value(old)}`, "the other format")];
}

function compareMultiples(direction: Direction, before: JsonObject, after: JsonObject): readonly Finding[] {
  const { multipleOf: old } = before;
  const { multipleOf: now } = after;
  if (old === now) return [];
  const was = typeof old === "number" ? `a multiple of ${old}` : "any number";
  if (typeof now !== "number") {
    return [findingFor(direction, "wider", `need no longer be ${was}`, "anything else")];
  }
  const change: ValueSetChange =
    typeof old !== "number" || now % old === 0 ? "narrower" : old % now === 0 ? "wider" : "other";
  return [findingFor(direction, change, `must now be a multiple of ${now}, it was ${was}`, "anything else")];
}

function compareUniqueness(direction: Direction, before: JsonObject, after: JsonObject): readonly Finding[] {
  const [old, now] = [before.uniqueItems === true, after.uniqueItems === true];
  if (old === now) return [];
  const predicate = now ? "can no longer have the same item twice" : "may now have the same item twice";
  return [findingFor(direction, now ? "narrower" : "wider", predicate, "one twice")];
}

/** A default is the value of an omitted request field. In answers it has no effect. */
function compareDefaults(direction: Direction, before: JsonObject, after: JsonObject): readonly Finding[] {
  const { default: old } = before;
  const { default: now } = after;
  if (isEqual(old, now) || direction === "answer") return [];
  if (old !== undefined && now !== undefined) {
    const predicate = `now defaults to ${value(now)}, it was ${value(old)}`;
    return [{ path: [], predicate, effect: "breaking", why: "clients that leave it out get something else" }];
  }
  if (now === undefined) {
    const predicate = `has no longer the default ${value(old)}`;
    return [{ path: [], predicate, effect: "breaking", why: "clients that leave it out may get something else" }];
  }
  const why = "the document now specifies the omitted value";
  return [{ path: [], predicate: `has now the default ${value(now)}`, effect: "compatible", why }];
}
