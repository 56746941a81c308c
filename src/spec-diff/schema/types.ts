import { type Json, type JsonObject, listAt } from "../../openapi/json.ts";
import { list, withArticle } from "../words.ts";
import { type Direction, type Finding, findingFor } from "./finding.ts";

const all = ["null", "boolean", "integer", "number", "string", "array", "object"];

export function compareTypes(direction: Direction, before: JsonObject, after: JsonObject): readonly Finding[] {
  const old = typesOf(before);
  const now = typesOf(after);
  const others = (types: readonly string[]) => types.filter((type) => type !== "null");
  const isChanged = !isSame(others(old), others(now));
  const findings: Finding[] = [];
  if (isChanged) {
    const predicate = `is now ${named(others(now), after)}, it was ${named(others(old), before)}`;
    findings.push(findingFor(direction, valueSetChangeOf(others(old), others(now)), predicate, "the other type"));
  }
  const [could, can] = [old.includes("null"), now.includes("null")];
  if (could !== can && !(isChanged && (isAny(before) || isAny(after)))) {
    const predicate = can ? "may now be null" : "can no longer be null";
    findings.push(findingFor(direction, can ? "wider" : "narrower", predicate, "null"));
  }
  return findings;
}

/** Whether both allow a common type. If not, the other keywords need no comparison. */
export function haveCommonType(before: JsonObject, after: JsonObject): boolean {
  const now = typesOf(after);
  return typesOf(before).some((type) => type !== "null" && now.includes(type));
}

/** The allowed types; `number` includes `integer`. */
function typesOf(schema: JsonObject): readonly string[] {
  const { type } = schema;
  if (type === undefined) return all;
  const types = listAt(schema, "type").filter((each): each is string & Json => typeof each === "string");
  return types.includes("number") ? [...new Set([...types, "integer"])] : types;
}

function isAny({ type }: JsonObject): boolean {
  return type === undefined;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.every((type) => b.includes(type)) && b.every((type) => a.includes(type));
}

function valueSetChangeOf(old: readonly string[], now: readonly string[]) {
  if (old.every((type) => now.includes(type))) return "wider";
  return now.every((type) => old.includes(type)) ? "narrower" : "other";
}

function named(types: readonly string[], schema: JsonObject): string {
  if (isAny(schema)) return "of any type";
  if (types.length === 0) return "nothing but null";
  const shown = types.filter((type) => type !== "integer" || !types.includes("number"));
  return list(shown.map(withArticle), "or");
}
