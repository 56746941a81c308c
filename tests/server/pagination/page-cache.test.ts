import assert from "node:assert/strict";
import { test } from "node:test";
import { createPageCache } from "../../../src/server/pagination/page-cache.ts";
import { pageJson, withReactions } from "../../../src/server/pagination/page-json.ts";

test("a page's JSON takes in reactions whatever members wrote", () => {
  const texts = ['"myReaction":null', '\\"myReaction":null,', 'myReaction":null}', "한국어 😀\u2028"];
  const page = { items: texts.map((content, id) => ({ id, content, myReaction: null })), nextCursor: null };
  const json = pageJson(page);
  assert.deepEqual(JSON.parse(json.bytes.toString()), page);
  const types = new Map([0, 2, 3].map((id) => [id, id + 1]));
  const changed = JSON.parse(withReactions(json, types).toString());
  const wanted = page.items.map((item) => ({ ...item, myReaction: types.get(item.id) ?? null }));
  assert.deepEqual(changed, { items: wanted, nextCursor: null });
});

test("pages are kept within a bound, those that are used the longest", () => {
  const pages = createPageCache<{ readonly length: number }>(({ length }) => length, 10_000);
  const page = { length: 1000 };
  for (const key of ["a", "b", "c"]) pages.set(key, page);
  assert.equal(pages.get("a"), page);
  pages.set("d", { length: 1500 });
  pages.set("d", page);
  assert.deepEqual(
    ["a", "b", "c", "d"].map((key) => pages.get(key) !== undefined),
    [true, false, true, true],
  );
  pages.set("e", { length: 20_000 });
  assert.deepEqual(
    ["a", "c", "d", "e"].map((key) => pages.get(key)),
    [page, page, page, undefined],
  );
});
