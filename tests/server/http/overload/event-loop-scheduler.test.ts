import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { createEventLoopScheduler } from "../../../../src/server/http/overload/event-loop-scheduler.ts";

/** Each request takes a quarter of a slice. */
function scene() {
  let time = 0;
  const scheduler = createEventLoopScheduler(() => time);
  const started: number[] = [];
  return {
    scheduler,
    started,
    startMany(from: number, to: number) {
      for (let i = from; i < to; i++) {
        scheduler.schedule(() => {
          started.push(i);
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

test("requests start at once until the slice is used up, the others in order, one slice per turn", async () => {
  const { scheduler, started, startMany } = scene();
  startMany(0, 10);
  assert.equal(started.length, 4);
  assert.equal(scheduler.waiting, 6);
  const seen: number[] = [];
  for (let i = 0; i < 4; i++) {
    await turn();
    seen.push(started.length);
  }
  assert.deepEqual(seen, [8, 10, 10, 10]);
  assert.deepEqual(started, upTo(10));
  startMany(10, 11);
  assert.equal(started.at(-1), 10);
});

test("a new request does not overtake waiting ones", async () => {
  const { started, startMany } = scene();
  startMany(0, 6);
  await turn();
  startMany(6, 10);
  await turn();
  assert.deepEqual(started, upTo(10));
});

test("while each turn brings a connection the slice is short, but not shorter than the time of rejections", async () => {
  const { scheduler, started, startMany, pass } = scene();
  for (let i = 0; i < 8; i++) {
    scheduler.recordConnection();
    await turn();
  }
  startMany(0, 16);
  scheduler.recordConnection();
  assert.equal(started.length, 2);
  await turn();
  assert.equal(started.length, 4);
  scheduler.recordConnection();
  scheduler.scheduleRejection(() => pass(0.75));
  await turn();
  assert.equal(started.length, 7, "in 0.75 ms");
  await turn();
  assert.equal(started.length, 11, "this turn brought no connection");
});

test("rejections are written in batches of 32, the last batch of a turn at its end", async () => {
  const { scheduler } = scene();
  const answered: number[] = [];
  const rejectMany = (from: number, to: number) => {
    for (let i = from; i < to; i++) scheduler.scheduleRejection(() => answered.push(i));
  };
  rejectMany(0, 31);
  assert.equal(answered.length, 0);
  rejectMany(31, 40);
  assert.equal(answered.length, 32);
  await turn();
  assert.deepEqual(answered, upTo(40));
});

test("rejections after the 1024th of a turn are written at its end", async () => {
  const { scheduler } = scene();
  const answered: number[] = [];
  for (let i = 0; i < 3000; i++) scheduler.scheduleRejection(() => answered.push(i));
  assert.equal(answered.length, 1024);
  await turn();
  assert.deepEqual(answered, upTo(3000));
  for (let i = 3000; i < 3032; i++) scheduler.scheduleRejection(() => answered.push(i));
  assert.equal(answered.length, 3032, "in the next turn batches are written at once again");
});
