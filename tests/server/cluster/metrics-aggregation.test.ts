import assert from "node:assert/strict";
import { test } from "node:test";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { createMetricsAggregation } from "../../../src/server/cluster/metrics-aggregation.ts";

/** A worker's response as it arrives on the channel: parsed JSON. */
async function workerMetrics(requests: number, memory: number): Promise<readonly object[]> {
  const registry = new Registry();
  const registers = [registry];
  new Counter({ name: "requests", help: "-", registers, labelNames: ["status"] }).inc({ status: "200" }, requests);
  new Gauge({ name: "memory", help: "-", registers }).set(memory);
  new Histogram({ name: "seconds", help: "-", registers, buckets: [1, 10] }).observe(requests);
  return JSON.parse(JSON.stringify(await registry.getMetricsAsJSON()));
}

test("the metrics of all workers are added up; counters and histograms of ended workers stay, gauges do not", async () => {
  const aggregation = createMetricsAggregation();
  aggregation.update(1, await workerMetrics(3, 100));
  aggregation.update(2, await workerMetrics(4, 50));
  assert.match(await aggregation.text(), /^requests\{status="200"\} 7$/m);
  assert.match(await aggregation.text(), /^memory 150$/m);
  assert.match(await aggregation.text(), /^seconds_bucket\{le="10"\} 2$/m);

  aggregation.update(1, await workerMetrics(5, 100));
  aggregation.remove(1);
  aggregation.remove(3);
  assert.match(await aggregation.text(), /^requests\{status="200"\} 9$/m);
  assert.match(await aggregation.text(), /^memory 50$/m);
  assert.match(await aggregation.text(), /^seconds_sum 9$/m);
  aggregation.update(4, await workerMetrics(1, 10));
  aggregation.remove(2);
  assert.match(await aggregation.text(), /^requests\{status="200"\} 10$/m);
  assert.match(await aggregation.text(), /^seconds_count 3$/m);
  assert.match(await aggregation.text(), /^memory 10$/m);
});
