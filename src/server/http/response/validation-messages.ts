import type { ErrorObject } from "ajv";
import { badRequest, type Refusal } from "./refusals.ts";

const maxErrors = 5;
const maxHintLength = 600;

/** Makes a 400 with the first errors, each once. Its length is limited, since errors may quote the request. */
export function invalid(errors: readonly string[]): Refusal<400> {
  const distinct = [...new Set(errors)];
  const shown = distinct.slice(0, maxErrors);
  if (distinct.length > shown.length) shown.push(`and ${distinct.length - shown.length} more`);
  return badRequest(shorten(shown.join("; ").replace(unprintable, "\uFFFD"), maxHintLength));
}

/** Control characters and lone surrogates, which may occur in names that clients choose. */
export const unprintable = /[\p{Cc}\p{Cs}]/gu;

/** Cuts a text to at most `maxLength` UTF-16 units, without splitting a surrogate pair. */
export function shorten(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/**
 * Describes validation errors, without those that another one implies: the rule of a pattern covers the length, too, and a
 * value that is not an integer is not an `int32` either.
 */
export function describeErrors(errors: readonly ErrorObject[]): readonly string[] {
  const pathsWith = (wanted: string) =>
    new Set(errors.filter(({ keyword }) => keyword === wanted).map(({ instancePath }) => instancePath));
  const unmatched = pathsWith("pattern");
  const mistyped = pathsWith("type");
  const isImplied = ({ keyword, instancePath }: ErrorObject) =>
    ((keyword === "minLength" || keyword === "maxLength") && unmatched.has(instancePath)) ||
    (keyword === "format" && mistyped.has(instancePath));
  return errors.filter((error) => !isImplied(error)).map(describeError);
}

/** Describes a validation error, such as `content must have at most 3000 characters`. */
function describeError(error: ErrorObject): string {
  const { keyword, params } = error;
  const field = fieldOf(error.instancePath);
  if (keyword === "required") return `${nestedField(field, params.missingProperty)} is missing`;
  if (keyword === "additionalProperties") {
    return `${field} has an unknown property '${shorten(String(params.additionalProperty), 40)}'`;
  }
  return `${field} ${rule(error)}`;
}

/** Converts an instance path to a client's terms: `/requestBody/tags/0` to `tags[0]`, `/query/limit` to `limit`. */
function fieldOf(instancePath: string): string {
  const [, location, ...names] = instancePath
    .split("/")
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (names.length === 0) return location === "requestBody" ? "body" : String(location);
  return shorten(
    names.reduce((path, name) => (/^\d+$/.test(name) ? `${path}[${name}]` : `${path}.${name}`)),
    80,
  );
}

function nestedField(field: string, name: string): string {
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
