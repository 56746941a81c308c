import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { createWriteQueue } from "../../../src/server/cluster/write-mutex.ts";

function queue() {
  const writing = createWriteQueue();
  const begun: number[] = [];
  const take = (worker: number) => void writing.take(worker).then(() => begun.push(worker));
  return { ...writing, take, begun };
}

test("one writes at a time, in the order they came", async () => {
  const { take, end, begun } = queue();
  for (const worker of [1, 2, 1, 3]) take(worker);
  for (const expected of [[1], [1, 2], [1, 2, 1], [1, 2, 1, 3]]) {
    await turn();
    assert.deepEqual(begun, expected);
    end(begun.at(-1) ?? assert.fail());
  }
  take(2);
  await turn();
  assert.equal(begun.at(-1), 2);
});

test("one that dies while it writes or waits holds nobody up", async () => {
  const { take, leave, begun } = queue();
  for (const worker of [1, 2, 1, 3]) take(worker);
  await turn();
  leave(2);
  leave(1);
  await turn();
  assert.deepEqual(begun, [1, 3]);
});
