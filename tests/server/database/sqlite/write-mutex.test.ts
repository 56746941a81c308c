import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { isUnavailable } from "../../../../src/server/database/errors.ts";
import { createWriteMutex } from "../../../../src/server/database/sqlite/write-mutex.ts";

test("work runs one at a time and in order, also after a failure", async () => {
  const mutex = createWriteMutex();
  const events: string[] = [];
  const work = (name: string, fails = false) =>
    mutex.runExclusive(async () => {
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

test("work that waited too long is refused without being started", async () => {
  let time = 0;
  const mutex = createWriteMutex(() => time, 1000);
  let isStarted = false;
  const slow = mutex.runExclusive(async () => {
    time += 1001;
  });
  const late = mutex.runExclusive(async () => {
    isStarted = true;
  });
  await slow;
  await assert.rejects(late, isUnavailable);
  assert.equal(isStarted, false);
  assert.equal(await mutex.runExclusive(async () => 5), 5);
});

test("close waits for the queue and refuses further work", async () => {
  const mutex = createWriteMutex();
  let done = 0;
  const finish = async () => {
    await delay(2);
    done++;
  };
  void mutex.runExclusive(finish);
  void mutex.runExclusive(finish);
  await mutex.close();
  assert.equal(done, 2);
  await assert.rejects(mutex.runExclusive(finish), isUnavailable);
});
