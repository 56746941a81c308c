import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { createEventLoopScheduler } from "../../../../src/server/http/overload/event-loop-scheduler.ts";

/** Each request takes a quarter of a slice. */
function scene() {
  let time = 0;
  const slices = createEventLoopScheduler(() => time);
  const begun: number[] = [];
  return {
    slices,
    begun,
    beginMany(from: number, to: number) {
      for (let i = from; i < to; i++) {
        slices.begin(() => {
          begun.push(i);
          time += 0.25;
        });
      }
    },
    pass(milliseconds: number) {
      time += milliseconds;
    },
  };
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

test("as many begin at once as a slice has room for, the others a slice a turn and in their order", async () => {
  const { slices, begun, beginMany } = scene();
  beginMany(0, 10);
  assert.equal(begun.length, 4);
  assert.equal(slices.waiting, 6);
  const seen: number[] = [];
  for (let i = 0; i < 4; i++) {
    await turn();
    seen.push(begun.length);
  }
  assert.deepEqual(seen, [8, 10, 10, 10]);
  assert.deepEqual(begun, upTo(10));
  beginMany(10, 11);
  assert.equal(begun.at(-1), 10);
});

test("one that comes between those that wait does not overtake them", async () => {
  const { begun, beginMany } = scene();
  beginMany(0, 6);
  await turn();
  beginMany(6, 10);
  await turn();
  assert.deepEqual(begun, upTo(10));
});

test("while turn after turn brings a connection, few begin a turn, or as many as those that are turned away take", async () => {
  const { slices, begun, beginMany, pass } = scene();
  for (let i = 0; i < 8; i++) {
    slices.noteConnection();
    await turn();
  }
  beginMany(0, 16);
  slices.noteConnection();
  assert.equal(begun.length, 2);
  await turn();
  assert.equal(begun.length, 4);
  slices.noteConnection();
  slices.refuse(() => pass(0.75));
  await turn();
  assert.equal(begun.length, 7, "in 0.75 ms");
  await turn();
  assert.equal(begun.length, 11, "this turn brought none");
});

test("those who are turned away are answered 32 at a time, the last of a turn at its end", async () => {
  const { slices } = scene();
  const answered: number[] = [];
  const refuseMany = (from: number, to: number) => {
    for (let i = from; i < to; i++) slices.refuse(() => answered.push(i));
  };
  refuseMany(0, 31);
  assert.equal(answered.length, 0);
  refuseMany(31, 40);
  assert.equal(answered.length, 32);
  await turn();
  assert.deepEqual(answered, upTo(40));
});

test("of thousands that are turned away in a turn those after the 1024th are answered at its end", async () => {
  const { slices } = scene();
  const answered: number[] = [];
  for (let i = 0; i < 3000; i++) slices.refuse(() => answered.push(i));
  assert.equal(answered.length, 1024);
  await turn();
  assert.deepEqual(answered, upTo(3000));
  for (let i = 3000; i < 3032; i++) slices.refuse(() => answered.push(i));
  assert.equal(answered.length, 3032, "the next turn answers at once again");
});
