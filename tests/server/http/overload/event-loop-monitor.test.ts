import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { watchEventLoop } from "../../../../src/server/http/overload/event-loop-monitor.ts";

const hasNoUtilization = "Deno" in globalThis;

test("an event loop that waits is idle, one that computes is busy", { skip: hasNoUtilization }, async () => {
  const wasBusy = watchEventLoop();
  await sleep(100);
  assert.equal(wasBusy(), false);
  for (const end = performance.now() + 100; performance.now() < end; );
  assert.equal(wasBusy(), true);
  await sleep(100);
  assert.equal(wasBusy(), false, "only the time since the last call counts");
});
