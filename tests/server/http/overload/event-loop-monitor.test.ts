import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { watchEventLoop } from "../../../../src/server/http/overload/event-loop-monitor.ts";

const doesNotKnow = "Deno" in globalThis;

test("an event loop that waits is not busy, one that does not is", { skip: doesNotKnow }, async () => {
  const wasBusy = watchEventLoop();
  await sleep(100);
  assert.equal(wasBusy(), false);
  for (const end = performance.now() + 100; performance.now() < end; );
  assert.equal(wasBusy(), true);
  await sleep(100);
  assert.equal(wasBusy(), false, "it is asked of the time since then alone");
});
