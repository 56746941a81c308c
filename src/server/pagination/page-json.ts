/** A page's JSON, in UTF-8, as it is to whoever reacted to none of its items. */
export interface PageJson {
  readonly bytes: Buffer;
  /** The items' ids, in their order. */
  readonly ids: readonly number[];
  /** Where in `bytes` each item's reaction stands, which is `null`; empty where there are no reactions. */
  readonly marks: readonly number[];
}

/** Something on a page; where members react to such things, here nobody's reaction is in it. */
export interface Item {
  readonly id: number;
  readonly myReaction?: number | null;
}

const name = '"myReaction":';
const none = "null";

export function pageJson(page: { readonly items: readonly Item[] }): PageJson {
  const text = JSON.stringify(page);
  // A short one that Node cut from its pool would keep all of its neighbours in memory.
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  const marks: number[] = [];
  let end = 0;
  for (const { myReaction } of page.items) {
    if (myReaction === undefined) continue;
    // No text that a member wrote has such a place: within it, quotation marks are escaped.
    const mark = bytes.indexOf(name + none, end) + name.length;
    marks.push(mark);
    end = mark + none.length;
  }
  return { bytes, ids: page.items.map(({ id }) => id), marks };
}

/** The page as it is to someone who reacted, in the given ways, to items with the given ids. */
export function withReactions({ bytes, ids, marks }: PageJson, types: ReadonlyMap<number, number>): Buffer {
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const [index, id] of ids.entries()) {
    const type = types.get(id);
    const mark = marks[index];
    if (type === undefined || mark === undefined) continue;
    parts.push(bytes.subarray(end, mark), Buffer.from(String(type)));
    end = mark + none.length;
  }
  return Buffer.concat([...parts, bytes.subarray(end)]);
}
