import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay, setImmediate as turn } from "node:timers/promises";
import pg from "pg";
import { groupCommit } from "../../../../src/server/database/batching/group-commit.ts";

/** Transactions that end when the test calls `end` or `fail`. */
function controlledWrites(lockOf = (write: string): unknown => write) {
  const batches: {
    readonly writes: readonly string[];
    end(results?: readonly (string | undefined)[]): void;
    fail(error: Error): void;
  }[] = [];
  const commit = (writes: readonly string[]) =>
    new Promise<readonly (string | undefined)[]>((resolve, fail) => {
      const number = batches.length;
      const done = writes.map((write) => `${write} by ${number}`);
      batches.push({ writes, end: (results = done) => resolve(results), fail });
    });
  const write = groupCommit<string, string>({
    lockOf,
    keyOf: (write) => write,
    commit,
  });
  return { write, batches, writes: () => batches.map(({ writes }) => writes.join()) };
}

const refusal = () => Object.assign(new pg.DatabaseError("no such member", 0, "error"), { code: "23503" });

test("a single write is a batch of its own; writes that arrive meanwhile share the next batch, in order", async () => {
  const { write, batches, writes } = controlledWrites();
  const first = write("1");
  await turn();
  assert.deepEqual(writes(), ["1"]);
  const others = ["2", "3", "4"].map(write);
  await turn();
  assert.deepEqual(writes(), ["1"]);
  batches[0]?.end();
  assert.equal(await first, "1 by 0");
  assert.deepEqual(writes(), ["1", "2,3,4"]);
  batches[1]?.end();
  assert.deepEqual(await Promise.all(others), ["2 by 1", "3 by 1", "4 by 1"]);
});

test("writes of one turn of the event loop are divided evenly, into batches of at most 64", async () => {
  const { write, batches } = controlledWrites();
  const all = Array.from({ length: 150 }, (_, index) => write(`${index}`));
  assert.equal(batches.length, 0, "no batch starts within the turn");
  await turn();
  const more = Array.from({ length: 200 }, (_, index) => write(`more ${index}`));
  for (let number = 0; number < 6; number++) {
    batches[number]?.end();
    await turn();
  }
  assert.deepEqual(
    batches.slice(0, 6).map(({ writes }) => writes.length),
    [50, 34, 32, 64, 57, 38],
  );
  for (let number = 6; number < batches.length; number++) {
    batches[number]?.end();
    await turn();
  }
  await Promise.all([...all, ...more]);
});

test("only writes that need a locked row wait for it", async () => {
  const { write, batches, writes } = controlledWrites(([lock]) => lock);
  const first = write("a1");
  await turn();
  const many = Array.from({ length: 32 }, (_, index) => `b${index}`);
  const others = ["a2", ...many, "a3"].map(write);
  await turn();
  assert.deepEqual(writes(), ["a1", many.join()]);
  batches[1]?.end();
  await others[1];
  assert.equal(batches.length, 2);
  batches[0]?.end();
  await first;
  assert.equal(writes()[2], "a2,a3");
  batches[2]?.end();
  await Promise.all(others);
});

test("of two writes with one key the second runs after the first", async () => {
  const { write, batches, writes } = controlledWrites();
  const all = ["1", "2", "1", "3"].map(write);
  await turn();
  batches[0]?.end();
  await all[0];
  batches[1]?.end();
  assert.deepEqual(await Promise.all(all), ["1 by 0", "2 by 0", "1 by 1", "3 by 0"]);
  assert.deepEqual(writes(), ["1,2,3", "1"]);
});

test("a write waits for an earlier one with its key, however slow that is", async () => {
  const { write, batches, writes } = controlledWrites();
  const [first, second, other] = ["1", "1", "2"].map(write);
  await turn();
  await delay(100);
  assert.deepEqual(writes(), ["1,2"]);
  const third = write("3");
  await turn();
  assert.deepEqual(writes(), ["1,2", "3"]);
  batches[1]?.end();
  await third;
  batches[0]?.end();
  assert.deepEqual(await Promise.all([first, other]), ["1 by 0", "2 by 0"]);
  assert.deepEqual(writes(), ["1,2", "3", "1"]);
  batches[2]?.end();
  assert.equal(await second, "1 by 2");
});

test("writes of a refused batch run again alone, and fail alone", async () => {
  const { write, batches, writes } = controlledWrites();
  const [good, bad] = ["1", "2"].map(write);
  await turn();
  batches[0]?.fail(refusal());
  await turn();
  assert.deepEqual(writes(), ["1,2", "1", "2"]);
  batches[1]?.end();
  batches[2]?.fail(refusal());
  assert.equal(await good, "1 by 1");
  await assert.rejects(bad ?? Promise.resolve(), /no such member/);
});

test("a batch whose outcome is unknown does not run again", async () => {
  const { write, batches } = controlledWrites();
  const all = ["1", "2"].map(write);
  await turn();
  batches[0]?.fail(new Error("Connection terminated unexpectedly"));
  for (const result of all) await assert.rejects(result, /terminated/);
  assert.equal(batches.length, 1);
});

test("a write that its batch left out runs alone", async () => {
  const { write, batches, writes } = controlledWrites();
  const [one, two] = ["1", "2"].map(write);
  await turn();
  batches[0]?.end(["done", undefined]);
  assert.equal(await one, "done");
  batches[1]?.end();
  assert.equal(await two, "2 by 1");
  assert.deepEqual(writes(), ["1,2", "2"]);
});

test("a write that waits for a lock does not delay others for long", async () => {
  const { write, batches, writes } = controlledWrites();
  const stuck = write("1");
  await turn();
  const other = write("2");
  await delay(100);
  assert.deepEqual(writes(), ["1", "2"]);
  batches[1]?.end();
  assert.equal(await other, "2 by 1");
  batches[0]?.end();
  assert.equal(await stuck, "1 by 0");
});
