import type { ErrorObject } from "ajv";
import { badRequest, type Refusal } from "./refusals.ts";

const mostFaults = 5;
const mostCharacters = 600;

/** A 400 that names the first faults, each once, and echoes little of what was sent. */
export function invalid(faults: readonly string[]): Refusal<400> {
  const distinct = [...new Set(faults)];
  const shown = distinct.slice(0, mostFaults);
  if (distinct.length > shown.length) shown.push(`and ${distinct.length - shown.length} more`);
  return badRequest(shorten(shown.join("; ").replace(unprintable, "\uFFFD"), mostCharacters));
}

/** Control characters and lone surrogates, which names that a client chose may have. */
export const unprintable = /[\p{Cc}\p{Cs}]/gu;

/** At most so many characters, and no half of a surrogate pair. */
export function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/**
 * Errors in words, each fault once: a text that breaks its pattern, whose rule says all, may be too short as well, and what
 * is no integer is no `int32` either.
 */
export function describeErrors(errors: readonly ErrorObject[]): readonly string[] {
  const placesOf = (wanted: string) =>
    new Set(errors.filter(({ keyword }) => keyword === wanted).map(({ instancePath }) => instancePath));
  const unmatched = placesOf("pattern");
  const mistyped = placesOf("type");
  const isImplied = ({ keyword, instancePath }: ErrorObject) =>
    ((keyword === "minLength" || keyword === "maxLength") && unmatched.has(instancePath)) ||
    (keyword === "format" && mistyped.has(instancePath));
  return errors.filter((error) => !isImplied(error)).map(describeError);
}

/** A validation error in words, such as `content must have at most 3000 characters`. */
function describeError(error: ErrorObject): string {
  const { keyword, params } = error;
  const field = fieldOf(error.instancePath);
  if (keyword === "required") return `${inside(field, params.missingProperty)} is missing`;
  if (keyword === "additionalProperties") {
    return `${field} has an unknown property '${shorten(String(params.additionalProperty), 40)}'`;
  }
  return `${field} ${rule(error)}`;
}

/** `/requestBody/tags/0` is what a client calls `tags[0]`, `/query/limit` is its `limit`. */
function fieldOf(instancePath: string): string {
  const [, place, ...names] = instancePath.split("/").map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (names.length === 0) return place === "requestBody" ? "body" : String(place);
  return shorten(
    names.reduce((path, name) => (/^\d+$/.test(name) ? `${path}[${name}]` : `${path}.${name}`)),
    80,
  );
}

function inside(field: string, name: string): string {
  return ["body", "path", "query", "header", "cookie"].includes(field) ? name : `${field}.${name}`;
}

function rule({ keyword, params, parentSchema = {}, message = "is not valid" }: ErrorObject): string {
  switch (keyword) {
    case "type":
      return `must be ${withArticle(String(params.type))}${parentSchema.nullable ? " or null" : ""}`;
    case "minLength":
      return `must have at least ${count(params.limit, "character")}`;
    case "maxLength":
      return `must have at most ${count(params.limit, "character")}`;
    case "minItems":
      return `must have at least ${count(params.limit, "item")}`;
    case "maxItems":
      return `must have at most ${count(params.limit, "item")}`;
    case "uniqueItems":
      return "must not have the same item twice";
    case "minimum":
      return `must be at least ${params.limit}`;
    case "maximum":
      return `must be at most ${params.limit}`;
    case "exclusiveMinimum":
      return `must be more than ${params.limit}`;
    case "exclusiveMaximum":
      return `must be less than ${params.limit}`;
    case "multipleOf":
      return `must be a multiple of ${params.multipleOf}`;
    case "enum":
      return `must be one of ${shorten(params.allowedValues.join(", "), 200)}`;
    case "format":
      return `must be ${withArticle(params.format)}`;
    case "pattern":
      return parentSchema["x-rule"] ?? `must match ${shorten(params.pattern, 100)}`;
    default:
      return message;
  }
}

function withArticle(noun: string): string {
  return `${/^[aeio]/.test(noun) ? "an" : "a"} ${noun}`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
