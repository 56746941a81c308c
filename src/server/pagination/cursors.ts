import { createHmac, timingSafeEqual } from "node:crypto";
import { cached } from "../../util/lru-cache.ts";

/**
 * Makes and reads the opaque `cursor` of a list (keyset pagination). A cursor is the id of the last row of a page with a MAC
 * over that id and the address of the list. So a cursor that was altered, made up, or taken from another list is refused
 * (400) and cannot skip rows.
 */
export interface Cursors {
  encode(list: string, id: number): string;
  /** The id of the row; undefined unless it is a cursor of this list. */
  decode(list: string, cursor: string): number | undefined;
}

const idBytes = 8;
const macBytes = 16;
/** In base64url. */
const cursorLength = ((idBytes + macBytes) / 3) * 4;
const maxCachedCursors = 10_000;

/** @param keys the first one signs new cursors; all of them verify, so that cursors stay valid when the secret changes */
export function createCursors(keys: readonly [Uint8Array, ...Uint8Array[]]): Cursors {
  const tag = (key: Uint8Array, list: string, id: Buffer) =>
    createHmac("sha256", key).update(`${list}\0`).update(id).digest().subarray(0, macBytes);

  const decodeCached = cached(maxCachedCursors, (cursorAndList) => {
    const cursor = cursorAndList.slice(0, cursorLength);
    const bytes = Buffer.from(cursor, "base64url");
    if (bytes.toString("base64url") !== cursor) return undefined;
    const id = bytes.subarray(0, idBytes);
    const cursorTag = bytes.subarray(idBytes);
    const list = cursorAndList.slice(cursorLength);
    if (!keys.some((key) => timingSafeEqual(tag(key, list, id), cursorTag))) return undefined;
    return Number(id.readBigUInt64BE());
  });

  return {
    encode(list, id) {
      const bytes = Buffer.alloc(idBytes);
      bytes.writeBigUInt64BE(BigInt(id));
      return Buffer.concat([bytes, tag(keys[0], list, bytes)]).toString("base64url");
    },
    decode: (list, cursor) => (cursor.length === cursorLength ? decodeCached(cursor + list) : undefined),
  };
}
