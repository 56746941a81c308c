import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bucketCount, bucketOf, latencyOf, quantile } from "../../../../src/server/features/backoffice/latency.ts";

/** Evenly spread over the orders of magnitude from 1 µs to 50 minutes, in ms. */
const latency = fc.double({ min: Math.log(0.001), max: Math.log(3_000_000), noNaN: true }).map(Math.exp);

test("a quantile is at most 10 % from the exact one by nearest rank", () => {
  fc.assert(
    fc.property(fc.array(latency, { minLength: 1, maxLength: 300 }), fc.constantFrom(0.5, 0.9, 0.99, 1), (all, q) => {
      const exact = all.toSorted((a, b) => a - b)[Math.ceil(q * all.length) - 1] ?? 0;
      const counts = new Map<number, number>();
      for (const each of all) counts.set(bucketOf(each), (counts.get(bucketOf(each)) ?? 0) + 1);
      const error = Math.abs(quantile(counts, q) - exact) / exact;
      assert.ok(error <= 0.1, `${quantile(counts, q)} for ${exact}`);
    }),
    { numRuns: 1000 },
  );
});

test("the value of every bucket is in that bucket", () => {
  for (let bucket = 1; bucket < bucketCount; bucket += 1) assert.equal(bucketOf(latencyOf(bucket)), bucket);
});

test("invalid and out-of-range latencies are in the first and last bucket", () => {
  for (const odd of [0, -1, Number.NaN, 1e-9]) assert.equal(bucketOf(odd), 0);
  for (const long of [1e9, Number.POSITIVE_INFINITY]) assert.equal(bucketOf(long), bucketCount - 1);
});

test("quantiles of no requests are 0, and of one request its latency", () => {
  assert.equal(quantile(new Map(), 0.99), 0);
  const one = new Map([[bucketOf(100), 1]]);
  for (const q of [0.5, 0.99]) assert.ok(Math.abs(quantile(one, q) - 100) <= 10);
});
