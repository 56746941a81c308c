import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { sharedReads } from "../../src/database/shared-reads.ts";

/** Queries that end when the test says so. */
function controlledReads() {
  const begun: { readonly key: string; readonly viewers: readonly string[]; end(fault?: Error): void }[] = [];
  const read = sharedReads(
    (key: string) => key,
    (key, viewers) =>
      new Promise<string>((resolve, reject) => {
        const number = begun.length;
        const end = (fault?: Error) => (fault ? reject(fault) : resolve(`query ${number}`));
        begun.push({ key, viewers: [...viewers], end });
      }),
  );
  return { begun, read };
}

test("whoever comes while a query is under way waits for one that begins later, with all others who came", async () => {
  const { begun, read } = controlledReads();
  const first = read("page 1", "ada1");
  const others = ["bob1", "cyd1", "bob1"].map((viewer) => read("page 1", viewer));
  await turn();
  assert.deepEqual(
    begun.map(({ viewers }) => viewers),
    [["ada1"]],
  );
  begun[0]?.end();
  assert.equal(await first, "query 0");
  const late = read("page 1", "dan1");
  await turn();
  assert.deepEqual(
    begun.map(({ viewers }) => viewers),
    [["ada1"], ["bob1", "cyd1"]],
  );
  begun[1]?.end();
  assert.deepEqual(await Promise.all(others), ["query 1", "query 1", "query 1"]);
  await turn();
  assert.deepEqual(begun[2]?.viewers, ["dan1"]);
  begun[2]?.end();
  assert.equal(await late, "query 2");
});

test("different pages wait for nothing of one another's, and nothing is kept once it is read", async () => {
  const { begun, read } = controlledReads();
  const pages = [read("page 1", "ada1"), read("page 2", "ada1")];
  assert.equal(begun.length, 2);
  for (const { end } of begun) end();
  assert.deepEqual(await Promise.all(pages), ["query 0", "query 1"]);
  void read("page 1", "ada1");
  assert.equal(begun.length, 3);
});

test("a query that fails, fails for those who shared it alone", async () => {
  const { begun, read } = controlledReads();
  const first = read("page 1", "ada1");
  const second = read("page 1", "bob1");
  begun[0]?.end(new Error("away"));
  await assert.rejects(first, /away/);
  await turn();
  begun[1]?.end();
  assert.equal(await second, "query 1");
});
