import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { isUnavailable } from "../../../../src/server/database/errors.ts";
import { createMutex } from "../../../../src/server/database/sqlite/write-mutex.ts";

test("one runs at a time, in the order they came, also after one failed", async () => {
  const turns = createMutex();
  const events: string[] = [];
  const work = (name: string, fails = false) =>
    turns.run(async () => {
      events.push(`${name} begins`);
      await delay(2);
      events.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([work("a"), work("b", true), work("c")]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled"],
  );
  assert.deepEqual(events, ["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

test("who waited too long is turned away without the work being begun", async () => {
  let time = 0;
  const turns = createMutex(() => time, 1000);
  let begun = false;
  const slow = turns.run(async () => {
    time += 1001;
  });
  const late = turns.run(async () => {
    begun = true;
  });
  await slow;
  await assert.rejects(late, isUnavailable);
  assert.equal(begun, false);
  assert.equal(await turns.run(async () => 5), 5);
});

test("the end waits for the queue and admits no more", async () => {
  const turns = createMutex();
  let done = 0;
  const finish = async () => {
    await delay(2);
    done++;
  };
  void turns.run(finish);
  void turns.run(finish);
  await turns.end();
  assert.equal(done, 2);
  await assert.rejects(turns.run(finish), isUnavailable);
});
