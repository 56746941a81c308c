import assert from "node:assert/strict";
import { test } from "node:test";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { createMetricsAggregation } from "../../../src/server/cluster/metrics-aggregation.ts";

/** What a worker answers: as it comes over the channel, as JSON. */
async function figures(requests: number, memory: number): Promise<readonly object[]> {
  const registry = new Registry();
  const registers = [registry];
  new Counter({ name: "requests", help: "-", registers, labelNames: ["status"] }).inc({ status: "200" }, requests);
  new Gauge({ name: "memory", help: "-", registers }).set(memory);
  new Histogram({ name: "seconds", help: "-", registers, buckets: [1, 10] }).observe(requests);
  return JSON.parse(JSON.stringify(await registry.getMetricsAsJSON()));
}

test("all workers' figures are added up, those of one that is gone as far as they only grow", async () => {
  const totals = createMetricsAggregation();
  totals.keep(1, await figures(3, 100));
  totals.keep(2, await figures(4, 50));
  assert.match(await totals.text(), /^requests\{status="200"\} 7$/m);
  assert.match(await totals.text(), /^memory 150$/m);
  assert.match(await totals.text(), /^seconds_bucket\{le="10"\} 2$/m);

  totals.keep(1, await figures(5, 100));
  totals.leave(1);
  totals.leave(3);
  assert.match(await totals.text(), /^requests\{status="200"\} 9$/m);
  assert.match(await totals.text(), /^memory 50$/m);
  assert.match(await totals.text(), /^seconds_sum 9$/m);
  totals.keep(4, await figures(1, 10));
  totals.leave(2);
  assert.match(await totals.text(), /^requests\{status="200"\} 10$/m);
  assert.match(await totals.text(), /^seconds_count 3$/m);
  assert.match(await totals.text(), /^memory 10$/m);
});
