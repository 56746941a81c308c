import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createCursors } from "../../../src/server/pagination/cursors.ts";
import { pageFromRows, pageStart } from "../../../src/server/pagination/page.ts";

const cursors = createCursors([Buffer.alloc(32, 1)]);

test("the pages of a list are all of its rows, in order, and only the last has no next page", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 1e6 })), fc.integer({ min: 1, max: 100 }), (ids, limit) => {
      const all = ids.toSorted((a, b) => a - b);
      const seen: number[] = [];
      let next: string | null = null;
      do {
        const start = pageStart(cursors, "/list?type=3", { limit, ...(next === null ? {} : { cursor: next }) });
        assert.ok(start);
        const { after = 0 } = start;
        const rows = all.filter((id) => id > after).slice(0, limit + 1);
        const { headers, body } = pageFromRows(
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

test("the first page has no cursor, and 20 rows by default", () => {
  assert.deepEqual(pageStart(cursors, "/post", {}), { limit: 20, after: undefined });
  assert.equal(pageStart(cursors, "/post", { cursor: "forged" }), undefined);
});
