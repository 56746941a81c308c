import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { batchQueries } from "../../../../src/server/database/batching/query-batching.ts";

/** Batches that end when the test calls `end`. */
function controlledReads(limits = { maxConcurrency: 1, targetBatch: 9, maxBatch: 9 }) {
  const batches: { readonly queries: readonly string[]; end(error?: Error): void }[] = [];
  const read = batchQueries(
    limits,
    (page: string) => page,
    (batch) =>
      new Promise<string[]>((resolve, reject) => {
        const number = batches.length;
        const end = (error?: Error) =>
          error ? reject(error) : resolve(batch.map(({ query }) => `${query} by batch ${number}`));
        batches.push({ queries: batch.map(({ query, viewers }) => `${query}: ${[...viewers].join()}`), end });
      }),
  );
  return { read, batches, started: () => batches.map(({ queries }) => queries) };
}

test("queries of one turn of the event loop share a batch", async () => {
  const { read, batches, started } = controlledReads();
  const pages = [read("page 1", "ada1"), read("page 2", "bob1"), read("page 1", "cyd1")];
  assert.deepEqual(started(), [], "no batch starts within the turn");
  await turn();
  assert.deepEqual(started(), [["page 1: ada1,cyd1", "page 2: bob1"]]);
  batches[0]?.end();
  assert.deepEqual(await Promise.all(pages), ["page 1 by batch 0", "page 2 by batch 0", "page 1 by batch 0"]);
});

test("a batch of the target size starts at once, with distinct queries or with viewers of one query", async () => {
  const { read, batches, started } = controlledReads({ maxConcurrency: 2, targetBatch: 2, maxBatch: 2 });
  const different = [read("page 1", "ada1"), read("page 2", "bob1")];
  const same = [read("page 3", "cyd1"), read("page 3", "dan1")];
  assert.deepEqual(started(), [["page 1: ada1", "page 2: bob1"], ["page 3: cyd1,dan1"]]);
  for (const { end } of batches) end();
  assert.deepEqual(await Promise.all([...different, ...same]), [
    "page 1 by batch 0",
    "page 2 by batch 0",
    "page 3 by batch 1",
    "page 3 by batch 1",
  ]);
});

test("queries that arrive while a batch is in flight share the next one", async () => {
  const { read, batches, started } = controlledReads();
  const first = read("page 1", "ada1");
  await turn();
  const others = ["bob1", "cyd1", "bob1"].map((viewer) => read("page 1", viewer));
  await turn();
  assert.deepEqual(started(), [["page 1: ada1"]]);
  batches[0]?.end();
  assert.equal(await first, "page 1 by batch 0");
  assert.deepEqual(started()[1], ["page 1: bob1,cyd1"], "it starts before the results of the first are used");
  const late = read("page 1", "dan1");
  await turn();
  batches[1]?.end();
  assert.deepEqual(await Promise.all(others), Array(3).fill("page 1 by batch 1"));
  assert.deepEqual(started()[2], ["page 1: dan1"]);
  batches[2]?.end();
  assert.equal(await late, "page 1 by batch 2");
});

test("batches respect maxConcurrency and maxBatch, and take queries in order", async () => {
  const { read, batches, started } = controlledReads({ maxConcurrency: 2, targetBatch: 2, maxBatch: 2 });
  const pages = ["1", "2", "3", "4", "5"].map((page) => read(page, "ada1"));
  await turn();
  assert.deepEqual(started(), [
    ["1: ada1", "2: ada1"],
    ["3: ada1", "4: ada1"],
  ]);
  batches[1]?.end();
  assert.equal(await pages[3], "4 by batch 1");
  assert.deepEqual(started()[2], ["5: ada1"]);
  batches[0]?.end();
  batches[2]?.end();
  assert.deepEqual(await Promise.all(pages), [
    "1 by batch 0",
    "2 by batch 0",
    "3 by batch 1",
    "4 by batch 1",
    "5 by batch 2",
  ]);
});

test("a long queue is divided evenly, up to maxBatch", async () => {
  const { read, batches, started } = controlledReads({ maxConcurrency: 2, targetBatch: 1, maxBatch: 3 });
  const pages = Array.from({ length: 12 }, (_, page) => read(`${page}`, "ada1"));
  while (batches.length < 6) {
    for (const { end } of batches.slice(-2)) end();
    await turn();
  }
  assert.deepEqual(
    started().map(({ length }) => length),
    [1, 1, 3, 3, 2, 1],
  );
  for (const { end } of batches.slice(-2)) end();
  await turn();
  batches.at(-1)?.end();
  assert.equal((await Promise.all(pages)).length, 12);
});

test("an error fails the queries of its batch only", async () => {
  const { read, batches } = controlledReads();
  const first = read("page 1", "ada1");
  await turn();
  const second = read("page 1", "bob1");
  batches[0]?.end(new Error("away"));
  await assert.rejects(first, /away/);
  batches[1]?.end();
  assert.equal(await second, "page 1 by batch 1");
});
