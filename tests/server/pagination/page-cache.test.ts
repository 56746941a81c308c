import assert from "node:assert/strict";
import { test } from "node:test";
import { createPageCaches } from "../../../src/server/pagination/page-cache.ts";

interface SizedPage {
  readonly length: number;
}

const lengthOf = ({ length }: SizedPage) => length;

test("the cache is bounded in bytes and keeps the pages that were used last", () => {
  const pages = createPageCaches(10_000).forList(lengthOf);
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

test("lists share the bound, but not their pages", () => {
  const caches = createPageCaches(6000);
  const [posts, comments] = [caches.forList(lengthOf), caches.forList(lengthOf)];
  const [first, second, third] = [{ length: 1000 }, { length: 1001 }, { length: 1002 }];
  posts.set("a", first);
  comments.set("a", second);
  comments.set("b", third);
  assert.deepEqual([posts.get("a"), comments.get("a"), comments.get("b")], [undefined, second, third]);
});
