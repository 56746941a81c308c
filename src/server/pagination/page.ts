import type { Cursors } from "./cursors.ts";

/** The query parameters of a list. */
export interface PageParameters {
  readonly limit?: number;
  readonly cursor?: string;
}

/** Where a page begins. */
export interface PageStart {
  readonly limit: number;
  /** The id of the last row of the previous page; undefined on the first page. */
  readonly after: number | undefined;
}

/** The part of a list's body that all lists have. */
export interface PageBody<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

export interface PageHeaders {
  readonly Link?: string;
}

const defaultLimit = 20;

/** Where the requested page begins; undefined unless its cursor is one of this list. */
export function pageStart(cursors: Cursors, list: string, parameters: PageParameters): PageStart | undefined {
  const limit = parameters.limit ?? defaultLimit;
  if (parameters.cursor === undefined) return { limit, after: undefined };
  const after = cursors.decode(list, parameters.cursor);
  return after === undefined ? undefined : { limit, after };
}

export const invalidCursorHint = "cursor must be one that this list gave out";

/**
 * Makes a page from its rows.
 * @param list the address of the list with its filters, such as `/post/14/reaction?type=3`
 * @param rows at least one more than `limit` where there is a next page
 * @returns the body of the answer and, where there is a next page, a `Link` to it (RFC 8288)
 */
export function pageFromRows<Row extends { readonly id: number }, Item>(
  cursors: Cursors,
  list: string,
  limit: number,
  rows: readonly Row[],
  present: (row: Row) => Item,
): { headers: PageHeaders; body: PageBody<Item> } {
  const pageRows = rows.slice(0, limit);
  const last = pageRows.at(-1);
  const items = pageRows.map(present);
  if (last === undefined || rows.length <= limit) return { headers: {}, body: { items, nextCursor: null } };

  const nextCursor = cursors.encode(list, last.id);
  const next = `${list}${list.includes("?") ? "&" : "?"}limit=${limit}&cursor=${nextCursor}`;
  return { headers: { Link: `<${next}>; rel="next"` }, body: { items, nextCursor } };
}
