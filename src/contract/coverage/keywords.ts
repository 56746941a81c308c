import type { SchemaObject } from "../document.ts";

/** Whether a value violates a keyword, satisfies it (at its bound, for keywords with one), or says nothing about it. */
export type KeywordState = "violated" | "satisfied" | "not applicable";

type KeywordCheck = (value: unknown, schema: SchemaObject) => KeywordState;

/** @param excess the distance past the bound: 0 at the bound, positive beyond it */
function atBound(excess: number): KeywordState {
  return excess > 0 ? "violated" : excess === 0 ? "satisfied" : "not applicable";
}

const ofText =
  (excess: (length: number, schema: SchemaObject) => number): KeywordCheck =>
  (value, schema) =>
    typeof value === "string" ? atBound(excess([...value].length, schema)) : "not applicable";

const ofNumber =
  (excess: (value: number, schema: SchemaObject) => number): KeywordCheck =>
  (value, schema) =>
    typeof value === "number" ? atBound(excess(value, schema)) : "not applicable";

const stateOf = (isSatisfied: boolean): KeywordState => (isSatisfied ? "satisfied" : "violated");

/** The schema keywords that a value in a request can satisfy or violate. */
export const keywordChecks: Readonly<Record<string, KeywordCheck>> = {
  type: (value, { type, nullable }) => (value === null && nullable ? "not applicable" : stateOf(isOfType(value, type))),
  nullable: (value) => (value === null ? "satisfied" : "not applicable"),
  minLength: ofText((length, { minLength = 0 }) => minLength - length),
  maxLength: ofText((length, { maxLength = 0 }) => length - maxLength),
  minimum: ofNumber((value, { minimum = 0 }) => minimum - value),
  maximum: ofNumber((value, { maximum = 0 }) => value - maximum),
  pattern: (value, { pattern = "" }) =>
    typeof value === "string" ? stateOf(new RegExp(pattern, "u").test(value)) : "not applicable",
  enum: (value, schema) => (schema.enum ? stateOf(schema.enum.includes(value)) : "not applicable"),
  required: (value, { required = [] }) =>
    isObject(value) ? stateOf(required.every((name) => Object.hasOwn(value, name))) : "not applicable",
  additionalProperties: (value, { properties = {} }) =>
    isObject(value) ? stateOf(Object.keys(value).every((name) => Object.hasOwn(properties, name))) : "not applicable",
};

function isOfType(value: unknown, type: string | undefined): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "object") return isObject(value);
  if (type === "array") return Array.isArray(value);
  return typeof value === type;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
