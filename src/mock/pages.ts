import { isTrueAt, type Json, type JsonObject, stringAt } from "../openapi/json.ts";
import { badRequest, type Refusal } from "../server/http/response/refusals.ts";
import type { Shape } from "./shapes.ts";

type Query = Readonly<Record<string, unknown>>;

/** One page of a list. */
export interface Page {
  readonly items: readonly JsonObject[];
  /** Undefined on the last page, and for lists without cursors. */
  readonly next: { readonly parameter: string; readonly cursor: string } | undefined;
}

const limitNames = /^(limit|count|size|per_?page|page_?size)$/i;
const cursorNames = /^(cursor|after|page_?token)$/i;

/** Selects the page that a query asks for, by common parameter names. */
export function pageOf(items: readonly JsonObject[], query: Query, parameters: readonly string[]): Page | Refusal<400> {
  const numberAt = (names: RegExp) => {
    const name = parameters.find((each) => names.test(each) && typeof query[each] === "number");
    return name === undefined ? undefined : Number(query[name]);
  };
  const limit = numberAt(limitNames) ?? items.length;
  const parameter = parameters.find((each) => cursorNames.test(each));
  const cursor = parameter === undefined ? undefined : query[parameter];
  const given = typeof cursor === "string" ? fromCursor(cursor) : undefined;
  if (cursor !== undefined && given === undefined) return badRequest("cursor must be one that this list gave out");
  const page = numberAt(/^page$/i);
  const start = given ?? numberAt(/^(offset|skip)$/i) ?? (page === undefined ? 0 : (page - 1) * limit);
  const end = start + limit;
  const hasMore = parameter !== undefined && end < items.length && end > start;
  return {
    items: items.slice(start, end),
    next: hasMore ? { parameter, cursor: Buffer.from(`row ${end}`).toString("base64url") } : undefined,
  };
}

function fromCursor(cursor: string): number | undefined {
  const row = /^row (\d{1,9})$/.exec(Buffer.from(cursor, "base64url").toString())?.[1];
  return row === undefined ? undefined : Number(row);
}

/** The properties of a page beside its items: the cursor and the total. */
export function pageProperties(
  example: JsonObject,
  properties: JsonObject,
  total: number,
  next: Page["next"],
): JsonObject {
  const entries = Object.entries(properties).flatMap(([name, schema]): [string, Json | undefined][] => {
    if (/next|cursor/i.test(name)) return [[name, next?.cursor ?? (isNullable(schema) ? null : undefined)]];
    return /^(total|count|total_?(count|items))$/i.test(name) ? [[name, total]] : [];
  });
  const merged = Object.entries({ ...example, ...Object.fromEntries(entries) });
  return Object.fromEntries(merged.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function isNullable(schema: Json): boolean {
  const { type } = Object(schema);
  return isTrueAt(schema, "nullable") || (Array.isArray(type) && type.includes("null"));
}

/** Filters by query parameters that have the name of a property. */
export function filtered(items: readonly JsonObject[], query: Query, { properties }: Shape): readonly JsonObject[] {
  const wanted = Object.entries(query).filter(
    ([name]) => name in properties && stringAt(properties[name], "type") !== "array",
  );
  return items.filter((item) => wanted.every(([name, value]) => item[name] === value));
}
