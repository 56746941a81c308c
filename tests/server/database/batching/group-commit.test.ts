import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay, setImmediate as turn } from "node:timers/promises";
import pg from "pg";
import { groupCommit } from "../../../../src/server/database/batching/group-commit.ts";

/** Writes that end when the test says so. */
function controlledWrites(lockOf = (write: string): unknown => write) {
  const begun: {
    readonly writes: readonly string[];
    end(results?: readonly (string | undefined)[]): void;
    fail(fault: Error): void;
  }[] = [];
  const begin = (writes: readonly string[]) =>
    new Promise<readonly (string | undefined)[]>((resolve, fail) => {
      const number = begun.length;
      const done = writes.map((write) => `${write} by ${number}`);
      begun.push({ writes, end: (results = done) => resolve(results), fail });
    });
  const write = groupCommit<string, string>({
    lockOf,
    keyOf: (write) => write,
    commit: begin,
  });
  return { write, begun, writes: () => begun.map(({ writes }) => writes.join()) };
}

const refusal = () => Object.assign(new pg.DatabaseError("no such member", 0, "error"), { code: "23503" });

test("a single write is a batch of its own; writes that arrive meanwhile share the next batch, in order", async () => {
  const { write, begun, writes } = controlledWrites();
  const first = write("1");
  await turn();
  assert.deepEqual(writes(), ["1"]);
  const others = ["2", "3", "4"].map(write);
  await turn();
  assert.deepEqual(writes(), ["1"]);
  begun[0]?.end();
  assert.equal(await first, "1 by 0");
  assert.deepEqual(writes(), ["1", "2,3,4"]);
  begun[1]?.end();
  assert.deepEqual(await Promise.all(others), ["2 by 1", "3 by 1", "4 by 1"]);
});

test("writes of one turn of the event loop are divided evenly, into batches of at most 64", async () => {
  const { write, begun } = controlledWrites();
  const all = Array.from({ length: 150 }, (_, index) => write(`${index}`));
  assert.equal(begun.length, 0, "nothing begins before all who came now were heard");
  await turn();
  const more = Array.from({ length: 200 }, (_, index) => write(`more ${index}`));
  for (let number = 0; number < 6; number++) {
    begun[number]?.end();
    await turn();
  }
  assert.deepEqual(
    begun.slice(0, 6).map(({ writes }) => writes.length),
    [50, 34, 32, 64, 57, 38],
  );
  for (let number = 6; number < begun.length; number++) {
    begun[number]?.end();
    await turn();
  }
  await Promise.all([...all, ...more]);
});

test("only writes that need a locked row wait for it", async () => {
  const { write, begun, writes } = controlledWrites(([lock]) => lock);
  const first = write("a1");
  await turn();
  const many = Array.from({ length: 32 }, (_, index) => `b${index}`);
  const others = ["a2", ...many, "a3"].map(write);
  await turn();
  assert.deepEqual(writes(), ["a1", many.join()]);
  begun[1]?.end();
  await others[1];
  assert.equal(begun.length, 2);
  begun[0]?.end();
  await first;
  assert.equal(writes()[2], "a2,a3");
  begun[2]?.end();
  await Promise.all(others);
});

test("of two writes with one key the second runs after the first", async () => {
  const { write, begun, writes } = controlledWrites();
  const all = ["1", "2", "1", "3"].map(write);
  await turn();
  begun[0]?.end();
  await all[0];
  begun[1]?.end();
  assert.deepEqual(await Promise.all(all), ["1 by 0", "2 by 0", "1 by 1", "3 by 0"]);
  assert.deepEqual(writes(), ["1,2,3", "1"]);
});

test("writes of a refused batch run again alone, and fail alone", async () => {
  const { write, begun, writes } = controlledWrites();
  const [good, bad] = ["1", "2"].map(write);
  await turn();
  begun[0]?.fail(refusal());
  await turn();
  assert.deepEqual(writes(), ["1,2", "1", "2"]);
  begun[1]?.end();
  begun[2]?.fail(refusal());
  assert.equal(await good, "1 by 1");
  await assert.rejects(bad ?? Promise.resolve(), /no such member/);
});

test("a batch whose outcome is unknown does not run again", async () => {
  const { write, begun } = controlledWrites();
  const all = ["1", "2"].map(write);
  await turn();
  begun[0]?.fail(new Error("Connection terminated unexpectedly"));
  for (const each of all) await assert.rejects(each, /terminated/);
  assert.equal(begun.length, 1);
});

test("a write that its batch left out runs alone", async () => {
  const { write, begun, writes } = controlledWrites();
  const [one, two] = ["1", "2"].map(write);
  await turn();
  begun[0]?.end(["done", undefined]);
  assert.equal(await one, "done");
  begun[1]?.end();
  assert.equal(await two, "2 by 1");
  assert.deepEqual(writes(), ["1,2", "2"]);
});

test("a write that waits for a lock does not delay others for long", async () => {
  const { write, begun, writes } = controlledWrites();
  const stuck = write("1");
  await turn();
  const other = write("2");
  await delay(100);
  assert.deepEqual(writes(), ["1", "2"]);
  begun[1]?.end();
  assert.equal(await other, "2 by 1");
  begun[0]?.end();
  assert.equal(await stuck, "1 by 0");
});
