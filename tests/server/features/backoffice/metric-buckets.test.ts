import assert from "node:assert/strict";
import { test } from "node:test";
import { createMetricBuckets } from "../../../../src/server/features/backoffice/metric-buckets.ts";

function start() {
  let time = Date.parse("2026-11-23T05:45:00Z");
  let nodes = 0;
  let dropped = 0;
  const buckets = createMetricBuckets({
    now: () => new Date(time),
    newNode: () => {
      nodes += 1;
      return `node ${nodes}`;
    },
    dropped: (metrics) => {
      dropped += metrics;
    },
  });
  return {
    buckets,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    request: (operationId: string, status = 200) => buckets.count({ operationId, status, milliseconds: 3 }),
    unwritten: () =>
      buckets
        .unwritten(200_000)
        .map(({ metric }) => [metric.minute.toISOString().slice(11, 16), metric.node, metric.operation, metric.count]),
    confirm: () => {
      for (const { confirm } of buckets.unwritten(200_000)) confirm();
    },
    dropped: () => dropped,
  };
}

test("counts by minute, operation and status, including requests that match no operation", () => {
  const { buckets, request, pass } = start();
  request("getPost");
  request("getPost");
  request("getPost", 204);
  request("unmatched", 404);
  pass(60_000);
  request("getPost");
  const metrics = buckets.unwritten(200_000).map(({ metric }) => metric);
  assert.deepEqual(
    metrics.map(({ minute, operation, status, count }) => [minute.getUTCMinutes(), operation, status, count]),
    [
      [45, "getPost", 200, 2],
      [45, "getPost", 204, 1],
      [45, "unmatched", 404, 1],
      [46, "getPost", 200, 1],
    ],
  );
});

test("a confirmed bucket is returned again only after it has grown, with its full count", () => {
  const { request, unwritten, confirm } = start();
  request("getPost");
  request("getMe");
  confirm();
  assert.deepEqual(unwritten(), []);
  request("getMe");
  assert.deepEqual(unwritten(), [["05:45", "node 1", "getMe", 2]]);
});

test("returns at most the requested number, oldest first", () => {
  const { buckets, request, pass } = start();
  request("getPost");
  request("getMe");
  pass(60_000);
  request("getUser");
  const operations = () => buckets.unwritten(2).map(({ metric }) => metric.operation);
  assert.deepEqual(operations(), ["getPost", "getMe"]);
  for (const { confirm } of buckets.unwritten(2)) confirm();
  assert.deepEqual(operations(), ["getUser"]);
});

test("a request between reading and confirming stays unwritten", () => {
  const { buckets, request, unwritten } = start();
  request("getPost");
  const changes = buckets.unwritten(200_000);
  request("getPost");
  for (const { confirm } of changes) confirm();
  assert.deepEqual(unwritten(), [["05:45", "node 1", "getPost", 2]]);
});

test("after the clock steps back the node has a new name, so that no written count is replaced", () => {
  const { request, unwritten, confirm, pass } = start();
  request("getPost");
  pass(60_000);
  request("getPost");
  confirm();
  pass(-60_000);
  request("getPost");
  assert.deepEqual(unwritten(), [["05:45", "node 2", "getPost", 1]]);
});

test("while nothing can be written the oldest buckets go, beyond a bound", () => {
  const { request, unwritten, pass, dropped } = start();
  for (let minute = 0; minute < 120; minute += 1) {
    for (let operation = 0; operation < 1000; operation += 1) request(`operation ${operation}`);
    pass(60_000);
  }
  const kept = unwritten();
  assert.equal(kept.length + dropped(), 120_000);
  assert.ok(kept.length <= 101_000, `${kept.length} are kept`);
  assert.equal(kept.at(-1)?.[0], "07:44");
});
