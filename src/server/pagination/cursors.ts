import { timingSafeEqual } from "node:crypto";
import { cached } from "../../util/lru-cache.ts";
import { createHmacFunction, type Hmac } from "../runtime/hmac.ts";

/**
 * Makes and reads the opaque `cursor` of a list. A cursor names the last row of a page and carries a MAC over it and the
 * list's own address, so one that was altered, made up, or taken from another list is refused (400) instead of skipping rows.
 */
export interface Cursors {
  seal(list: string, id: number): string;
  /** The row's id, or undefined where the cursor is not one of this list's. */
  open(list: string, cursor: string): number | undefined;
}

const idBytes = 8;
const macBytes = 16;
/** In base64url. */
const cursorLength = ((idBytes + macBytes) / 3) * 4;
const mostRemembered = 10_000;

/** @param keys the first seals; all of them open, so that a cursor outlives a change of the secret. */
export function createCursors(keys: readonly [Uint8Array, ...Uint8Array[]]): Cursors {
  const current = createHmacFunction(keys[0]);
  const macs = [current, ...keys.slice(1).map(createHmacFunction)];
  const tag = (mac: Hmac, list: string, id: Buffer) => mac(`${list}\0`, id).subarray(0, macBytes);

  /** What was sealed stays so, and is asked for again and again. */
  const find = cached(mostRemembered, (cursorAndList) => {
    const cursor = cursorAndList.slice(0, cursorLength);
    const bytes = Buffer.from(cursor, "base64url");
    if (bytes.toString("base64url") !== cursor) return undefined;
    const id = bytes.subarray(0, idBytes);
    const given = bytes.subarray(idBytes);
    const list = cursorAndList.slice(cursorLength);
    if (!macs.some((mac) => timingSafeEqual(tag(mac, list, id), given))) return undefined;
    return Number(id.readBigUInt64BE());
  });

  return {
    seal(list, id) {
      const bytes = Buffer.alloc(idBytes);
      bytes.writeBigUInt64BE(BigInt(id));
      return Buffer.concat([bytes, tag(current, list, bytes)]).toString("base64url");
    },
    open: (list, cursor) => (cursor.length === cursorLength ? find(cursor + list) : undefined),
  };
}

/** What a list's request asks for; the names are those of the query. */
export interface PageQuery {
  readonly limit?: number;
  readonly cursor?: string;
}

/** Where a page begins: `after` is undefined on the first one. */
export interface PageStart {
  readonly limit: number;
  readonly after: number | undefined;
}

const defaultLimit = 20;

/** Where the page asked for begins, or undefined where its cursor is not one of this list's. */
export function startOfPage(cursors: Cursors, list: string, query: PageQuery): PageStart | undefined {
  const limit = query.limit ?? defaultLimit;
  if (query.cursor === undefined) return { limit, after: undefined };
  const after = cursors.open(list, query.cursor);
  return after === undefined ? undefined : { limit, after };
}

export const badCursor = "cursor must be one that this list gave out";

/**
 * Cuts a page from its rows, of which the query fetched at least one more than `limit` to tell whether there is a next page.
 * @param list the list's address with its filters, such as `/post/14/reaction?type=3`
 * @returns the body of the answer and, where there is more, a `Link` to the next page (RFC 8288)
 */
export function cutPage<Row extends { readonly id: number }, Item>(
  cursors: Cursors,
  list: string,
  limit: number,
  rows: readonly Row[],
  present: (row: Row) => Item,
): { headers: { Link?: string }; body: { items: Item[]; nextCursor: string | null } } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(present);
  if (last === undefined || rows.length <= limit) return { headers: {}, body: { items, nextCursor: null } };

  const nextCursor = cursors.seal(list, last.id);
  const next = `${list}${list.includes("?") ? "&" : "?"}limit=${limit}&cursor=${nextCursor}`;
  return { headers: { Link: `<${next}>; rel="next"` }, body: { items, nextCursor } };
}
