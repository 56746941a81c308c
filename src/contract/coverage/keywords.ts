import type { SchemaObject } from "../document.ts";

/** How a value stands to a keyword: it breaks it, keeps it (at the bound, where it is one), or is no case of it. */
export type Standing = "broken" | "kept" | "none";

type Judge = (value: unknown, schema: SchemaObject) => Standing;

/** @param excess how far past the bound: 0 at it, more than 0 past it */
function atBound(excess: number): Standing {
  return excess > 0 ? "broken" : excess === 0 ? "kept" : "none";
}

const ofText =
  (excess: (length: number, schema: SchemaObject) => number): Judge =>
  (value, schema) =>
    typeof value === "string" ? atBound(excess([...value].length, schema)) : "none";

const ofNumber =
  (excess: (value: number, schema: SchemaObject) => number): Judge =>
  (value, schema) =>
    typeof value === "number" ? atBound(excess(value, schema)) : "none";

const kept = (isKept: boolean): Standing => (isKept ? "kept" : "broken");

/** Each keyword of a schema that a request's value can keep or break. */
export const judges: Readonly<Record<string, Judge>> = {
  type: (value, { type, nullable }) => (value === null && nullable ? "none" : kept(isOfType(value, type))),
  nullable: (value) => (value === null ? "kept" : "none"),
  minLength: ofText((length, { minLength = 0 }) => minLength - length),
  maxLength: ofText((length, { maxLength = 0 }) => length - maxLength),
  minimum: ofNumber((value, { minimum = 0 }) => minimum - value),
  maximum: ofNumber((value, { maximum = 0 }) => value - maximum),
  pattern: (value, { pattern = "" }) =>
    typeof value === "string" ? kept(new RegExp(pattern, "u").test(value)) : "none",
  enum: (value, schema) => (schema.enum ? kept(schema.enum.includes(value)) : "none"),
  required: (value, { required = [] }) =>
    isObject(value) ? kept(required.every((name) => Object.hasOwn(value, name))) : "none",
  additionalProperties: (value, { properties = {} }) =>
    isObject(value) ? kept(Object.keys(value).every((name) => Object.hasOwn(properties, name))) : "none",
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
