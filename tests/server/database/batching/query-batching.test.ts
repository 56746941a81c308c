import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { batchQueries } from "../../../../src/server/database/batching/query-batching.ts";

/** Queries that end when the test says so. */
function controlledReads(sharing = { concurrency: 1, few: 9, most: 9 }) {
  const begun: { readonly asked: readonly string[]; end(fault?: Error): void }[] = [];
  const read = batchQueries(
    sharing,
    (page: string) => page,
    (asked) =>
      new Promise<string[]>((resolve, reject) => {
        const number = begun.length;
        const end = (fault?: Error) =>
          fault ? reject(fault) : resolve(asked.map(({ query }) => `${query} by query ${number}`));
        begun.push({ asked: asked.map(({ query, viewers }) => `${query}: ${[...viewers].join()}`), end });
      }),
  );
  return { read, begun, asked: () => begun.map((query) => query.asked) };
}

test("those who ask for different pages in the same turn share a query", async () => {
  const { read, begun, asked } = controlledReads();
  const pages = [read("page 1", "ada1"), read("page 2", "bob1"), read("page 1", "cyd1")];
  assert.deepEqual(asked(), [], "nothing begins before all who asked now were heard");
  await turn();
  assert.deepEqual(asked(), [["page 1: ada1,cyd1", "page 2: bob1"]]);
  begun[0]?.end();
  assert.deepEqual(await Promise.all(pages), ["page 1 by query 0", "page 2 by query 0", "page 1 by query 0"]);
});

test("a query that is worthwhile begins at once, whether few ask for different pages or for the same one", async () => {
  const { read, begun, asked } = controlledReads({ concurrency: 2, few: 2, most: 2 });
  const different = [read("page 1", "ada1"), read("page 2", "bob1")];
  const same = [read("page 3", "cyd1"), read("page 3", "dan1")];
  assert.deepEqual(asked(), [["page 1: ada1", "page 2: bob1"], ["page 3: cyd1,dan1"]]);
  for (const { end } of begun) end();
  assert.deepEqual(await Promise.all([...different, ...same]), [
    "page 1 by query 0",
    "page 2 by query 0",
    "page 3 by query 1",
    "page 3 by query 1",
  ]);
});

test("whoever comes while a query is under way waits for one that begins later, with all others who came", async () => {
  const { read, begun, asked } = controlledReads();
  const first = read("page 1", "ada1");
  await turn();
  const others = ["bob1", "cyd1", "bob1"].map((viewer) => read("page 1", viewer));
  await turn();
  assert.deepEqual(asked(), [["page 1: ada1"]]);
  begun[0]?.end();
  assert.equal(await first, "page 1 by query 0");
  assert.deepEqual(asked()[1], ["page 1: bob1,cyd1"], "it begins before what was found is told");
  const late = read("page 1", "dan1");
  await turn();
  begun[1]?.end();
  assert.deepEqual(await Promise.all(others), Array(3).fill("page 1 by query 1"));
  assert.deepEqual(asked()[2], ["page 1: dan1"]);
  begun[2]?.end();
  assert.equal(await late, "page 1 by query 2");
});

test("as many queries are under way as may be, and each looks up as many pages as it may, in the order they came", async () => {
  const { read, begun, asked } = controlledReads({ concurrency: 2, few: 2, most: 2 });
  const pages = ["1", "2", "3", "4", "5"].map((page) => read(page, "ada1"));
  await turn();
  assert.deepEqual(asked(), [
    ["1: ada1", "2: ada1"],
    ["3: ada1", "4: ada1"],
  ]);
  begun[1]?.end();
  assert.equal(await pages[3], "4 by query 1");
  assert.deepEqual(asked()[2], ["5: ada1"]);
  begun[0]?.end();
  begun[2]?.end();
  assert.deepEqual(await Promise.all(pages), [
    "1 by query 0",
    "2 by query 0",
    "3 by query 1",
    "4 by query 1",
    "5 by query 2",
  ]);
});

test("where many wait, each query looks up an even share of them, but no more than it may", async () => {
  const { read, begun, asked } = controlledReads({ concurrency: 2, few: 1, most: 3 });
  const pages = Array.from({ length: 12 }, (_, page) => read(`${page}`, "ada1"));
  while (begun.length < 6) {
    for (const { end } of begun.slice(-2)) end();
    await turn();
  }
  assert.deepEqual(
    asked().map(({ length }) => length),
    [1, 1, 3, 3, 2, 1],
  );
  for (const { end } of begun.slice(-2)) end();
  await turn();
  begun.at(-1)?.end();
  assert.equal((await Promise.all(pages)).length, 12);
});

test("a query that fails, fails for those who shared it alone", async () => {
  const { read, begun } = controlledReads();
  const first = read("page 1", "ada1");
  await turn();
  const second = read("page 1", "bob1");
  begun[0]?.end(new Error("away"));
  await assert.rejects(first, /away/);
  begun[1]?.end();
  assert.equal(await second, "page 1 by query 1");
});
