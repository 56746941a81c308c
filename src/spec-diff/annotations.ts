import type { JsonObject } from "../openapi/json.ts";
import { isEqual } from "./equal.ts";
import { code, list } from "./words.ts";

/** Keywords by which a document only tells people or tools something. */
const names: Readonly<Record<string, string>> = {
  title: "title",
  summary: "summary",
  description: "description",
  example: "example",
  examples: "example",
  externalDocs: "link to further documentation",
  tags: "tags",
  xml: "XML form",
  $comment: "comment",
};

/** "has another description and example", or undefined where what is told is the same. */
export function compareAnnotations(
  before: JsonObject,
  after: JsonObject,
  except: readonly string[] = [],
): string | undefined {
  const told = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (keyword) => isAnnotation(keyword) && !except.includes(keyword) && !isEqual(before[keyword], after[keyword]),
  );
  if (told.length === 0) return undefined;
  const nouns = told.map((keyword) => names[keyword] ?? code(keyword));
  return `has another ${list([...new Set(nouns)])}`;
}

export function isAnnotation(keyword: string): boolean {
  return Object.hasOwn(names, keyword) || keyword.startsWith("x-");
}

/** A sentence on what was marked as deprecated, or is no longer. */
export function compareDeprecation(before: JsonObject, after: JsonObject): string | undefined {
  const [old, now] = [before.deprecated === true, after.deprecated === true];
  if (old === now) return undefined;
  return now ? "is now deprecated" : "is no longer deprecated";
}
