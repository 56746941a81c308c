import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

const nextTickModule = new URL("../../../src/server/runtime/next-tick.js", import.meta.url);

/** Prints how many nanoseconds a tick takes before and after garbage collections: each the minimum of several runs, because of other processes. */
const program = `
import { setTimeout as delay } from "node:timers/promises";
import { keepNextTickFast } from ${JSON.stringify(nextTickModule)};
keepNextTickFast();
async function minNanoseconds() {
  let min = Infinity;
  for (let i = 0; i < 200; i++) {
    const from = performance.now();
    for (let j = 0; j < 1000; j++) process.nextTick(() => {});
    min = Math.min(min, performance.now() - from);
    await new Promise(setImmediate);
  }
  return 1000 * min;
}
const before = await minNanoseconds();
for (let i = 0; i < 8; i++) {
  await delay(10);
  gc();
}
console.log(JSON.stringify([before, await minNanoseconds()]));
`;

test("a call of nextTick takes no longer after garbage collections", async () => {
  const args = ["--expose-gc", "--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const [before, after] = JSON.parse(stdout);
  assert.ok(after < 2.5 * before, `${before} and ${after} nanoseconds`);
});
