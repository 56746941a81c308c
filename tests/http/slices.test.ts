import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { createSlices } from "../../src/http/slices.ts";

test("a few begin at once, the others a few a turn and in their order", async () => {
  const slices = createSlices();
  const begun: number[] = [];
  for (let i = 0; i < 20; i++) slices.begin(() => begun.push(i));
  assert.equal(begun.length, 8);
  assert.equal(slices.waiting, 12);
  const seen: number[] = [];
  for (let i = 0; i < 4; i++) {
    await turn();
    seen.push(begun.length);
  }
  assert.deepEqual(seen, [16, 20, 20, 20]);
  assert.deepEqual(
    begun,
    Array.from({ length: 20 }, (_, i) => i),
  );
  slices.begin(() => begun.push(20));
  assert.equal(begun.at(-1), 20);
});

test("one that comes between those that wait does not overtake them", async () => {
  const slices = createSlices();
  const begun: string[] = [];
  for (let i = 0; i < 10; i++) slices.begin(() => begun.push("first"));
  await turn();
  for (let i = 0; i < 10; i++) slices.begin(() => begun.push("second"));
  await turn();
  await turn();
  assert.equal(begun.length, 20);
  assert.equal(begun.lastIndexOf("first"), 9);
});

test("while turn after turn brings a connection, one begins a turn", async () => {
  const slices = createSlices();
  let begun = 0;
  const beginMany = (count: number) => {
    for (let i = 0; i < count; i++) slices.begin(() => begun++);
  };
  for (let i = 0; i < 8; i++) {
    beginMany(1);
    slices.noteConnection();
    await turn();
  }
  begun = 0;
  beginMany(10);
  slices.noteConnection();
  assert.equal(begun, 1);
  await turn();
  assert.equal(begun, 2);
  await turn();
  assert.equal(begun, 10, "this turn brought none");
});
