import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextIteration } from "node:timers/promises";
import { createWriteLock } from "../../../src/server/cluster/write-lock.ts";

function recordedMutex() {
  const mutex = createWriteLock();
  const acquired: number[] = [];
  const acquire = (worker: number) => void mutex.acquire(worker).then(() => acquired.push(worker));
  return { ...mutex, acquire, acquired };
}

test("one worker holds the lock at a time, in order of arrival", async () => {
  const { acquire, release, acquired } = recordedMutex();
  for (const worker of [1, 2, 1, 3]) acquire(worker);
  for (const expected of [[1], [1, 2], [1, 2, 1], [1, 2, 1, 3]]) {
    await nextIteration();
    assert.deepEqual(acquired, expected);
    release(acquired.at(-1) ?? assert.fail());
  }
  acquire(2);
  await nextIteration();
  assert.equal(acquired.at(-1), 2);
});

test("a worker that ends while it holds the lock or waits for it blocks no other", async () => {
  const { acquire, remove, acquired } = recordedMutex();
  for (const worker of [1, 2, 1, 3]) acquire(worker);
  await nextIteration();
  remove(2);
  remove(1);
  await nextIteration();
  assert.deepEqual(acquired, [1, 3]);
});
