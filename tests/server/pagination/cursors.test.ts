import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createCursors, cutPage, startOfPage } from "../../../src/server/pagination/cursors.ts";

const key = Buffer.alloc(32, 1);
const cursors = createCursors([key]);

test("a cursor opens to the id it was sealed with, in its own list alone", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.string(), fc.string(), (id, list, other) => {
      const cursor = cursors.seal(list, id);
      assert.equal(cursors.open(list, cursor), id);
      if (other !== list) assert.equal(cursors.open(other, cursor), undefined);
      assert.match(cursor, /^[A-Za-z0-9_-]{32}$/);
    }),
  );
});

test("a cursor with any one character changed, added or missing does not open", () => {
  const cursor = cursors.seal("/post", 50_000);
  for (let at = 0; at < cursor.length; at += 1) {
    for (const other of "AZaz09_-") {
      if (other === cursor[at]) continue;
      const forged = cursor.slice(0, at) + other + cursor.slice(at + 1);
      assert.equal(cursors.open("/post", forged), undefined, forged);
    }
    assert.equal(cursors.open("/post", cursor.slice(0, at)), undefined);
  }
  assert.equal(cursors.open("/post", `${cursor}A`), undefined);
  assert.equal(cursors.open("/post", `${cursor}=`), undefined);
  assert.equal(createCursors([Buffer.alloc(32, 2)]).open("/post", cursor), undefined);
});

test("a cursor outlives a change of the key as long as the old one is still given", () => {
  const changed = createCursors([Buffer.alloc(32, 2), key]);
  assert.equal(changed.open("/post", cursors.seal("/post", 14)), 14);
});

test("pages cut from a list are the list, in order, and only the last has no next", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 1e6 })), fc.integer({ min: 1, max: 100 }), (ids, limit) => {
      const all = ids.toSorted((a, b) => a - b);
      const seen: number[] = [];
      let next: string | null = null;
      do {
        const start = startOfPage(cursors, "/list?type=3", { limit, ...(next === null ? {} : { cursor: next }) });
        assert.ok(start);
        const { after = 0 } = start;
        const rows = all.filter((id) => id > after).slice(0, limit + 1);
        const { headers, body } = cutPage(
          cursors,
          "/list?type=3",
          limit,
          rows.map((id) => ({ id })),
          (row) => row.id,
        );
        assert.ok(body.items.length <= limit);
        seen.push(...body.items);
        next = body.nextCursor;
        const link = next && `</list?type=3&limit=${limit}&cursor=${next}>; rel="next"`;
        assert.equal(headers.Link ?? null, link);
      } while (next !== null);
      assert.deepEqual(seen, all);
    }),
  );
});

test("a page begins at the start without a cursor, 20 rows long unless told", () => {
  assert.deepEqual(startOfPage(cursors, "/post", {}), { limit: 20, after: undefined });
  assert.equal(startOfPage(cursors, "/post", { cursor: "forged" }), undefined);
});
