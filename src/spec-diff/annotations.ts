import type { JsonObject } from "../openapi/json.ts";
import { isEqual } from "./equal.ts";
import { code, list } from "./words.ts";

/** Keywords that are documentation only: they change nothing on the wire. */
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

/** "has another description and example", or undefined if the documentation is the same. */
export function compareAnnotations(
  before: JsonObject,
  after: JsonObject,
  except: readonly string[] = [],
): string | undefined {
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (keyword) => isAnnotation(keyword) && !except.includes(keyword) && !isEqual(before[keyword], after[keyword]),
  );
  if (changed.length === 0) return undefined;
  const nouns = changed.map((keyword) => names[keyword] ?? code(keyword));
  return `has another ${list([...new Set(nouns)])}`;
}

export function isAnnotation(keyword: string): boolean {
  return Object.hasOwn(names, keyword) || keyword.startsWith("x-");
}

/** "is now deprecated", "is no longer deprecated", or undefined if nothing changed. */
export function compareDeprecation(before: JsonObject, after: JsonObject): string | undefined {
  const [old, now] = [before.deprecated === true, after.deprecated === true];
  if (old === now) return undefined;
  return now ? "is now deprecated" : "is no longer deprecated";
}
