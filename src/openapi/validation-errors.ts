import type { ErrorObject } from "ajv";
import { shorten } from "../util/shorten.ts";

/**
 * Describes validation errors, such as `content must have at most 3000 characters`. Errors that another one implies are left
 * out: the length of text that breaks its pattern, and the format of a value that has the wrong type.
 */
export function describeErrors(errors: readonly ErrorObject[]): readonly string[] {
  const pathsWith = (failedKeyword: string) =>
    new Set(errors.filter(({ keyword }) => keyword === failedKeyword).map(({ instancePath }) => instancePath));
  const unmatched = pathsWith("pattern");
  const mistyped = pathsWith("type");
  const isImplied = ({ keyword, instancePath }: ErrorObject) =>
    ((keyword === "minLength" || keyword === "maxLength") && unmatched.has(instancePath)) ||
    (keyword === "format" && mistyped.has(instancePath));
  return errors.filter((error) => !isImplied(error)).map(describeError);
}

function describeError(error: ErrorObject): string {
  const { keyword, params } = error;
  const field = fieldOf(error.instancePath);
  if (keyword === "required") return `${propertyOf(field, params.missingProperty)} is missing`;
  if (keyword === "additionalProperties") {
    return `${field} has an unknown property '${shorten(String(params.additionalProperty), 40)}'`;
  }
  return `${field} ${rule(error)}`;
}

/** The client's name for a value: `tags[0]` for `/requestBody/tags/0`, `limit` for `/query/limit`. */
function fieldOf(instancePath: string): string {
  const [, part, ...names] = instancePath.split("/").map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (names.length === 0) return part === "requestBody" ? "body" : String(part);
  return shorten(
    names.reduce((path, name) => (/^\d+$/.test(name) ? `${path}[${name}]` : `${path}.${name}`)),
    80,
  );
}

function propertyOf(field: string, name: string): string {
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
