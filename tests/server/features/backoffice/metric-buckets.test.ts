import assert from "node:assert/strict";
import { test } from "node:test";
import { createMetricBuckets } from "../../../../src/server/features/backoffice/metric-buckets.ts";

function start() {
  let time = Date.parse("2026-11-23T05:45:00Z");
  let nodes = 0;
  let dropped = 0;
  const minutes = createMetricBuckets({
    now: () => new Date(time),
    newNode: () => {
      nodes += 1;
      return `node ${nodes}`;
    },
    dropped: (figures) => {
      dropped += figures;
    },
  });
  return {
    minutes,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    request: (operationId: string, status = 200) => minutes.count({ operationId, status, milliseconds: 3 }),
    unwritten: () =>
      minutes
        .unwritten(200_000)
        .map(({ figure }) => [figure.minute.toISOString().slice(11, 16), figure.node, figure.operation, figure.count]),
    confirm: () => {
      for (const { confirm } of minutes.unwritten(200_000)) confirm();
    },
    dropped: () => dropped,
  };
}

test("counts by minute, operation and status, and whatever matched no operation", () => {
  const { minutes, request, pass } = start();
  request("getPost");
  request("getPost");
  request("getPost", 204);
  request("unmatched", 404);
  pass(60_000);
  request("getPost");
  const figures = minutes.unwritten(200_000).map(({ figure }) => figure);
  assert.deepEqual(
    figures.map(({ minute, operation, status, count }) => [minute.getUTCMinutes(), operation, status, count]),
    [
      [45, "getPost", 200, 2],
      [45, "getPost", 204, 1],
      [45, "unmatched", 404, 1],
      [46, "getPost", 200, 1],
    ],
  );
});

test("what was written comes again only when it has grown, and then in full", () => {
  const { request, unwritten, confirm } = start();
  request("getPost");
  request("getMe");
  confirm();
  assert.deepEqual(unwritten(), []);
  request("getMe");
  assert.deepEqual(unwritten(), [["05:45", "node 1", "getMe", 2]]);
});

test("no more comes at once than was asked for, the oldest first", () => {
  const { minutes, request, pass } = start();
  request("getPost");
  request("getMe");
  pass(60_000);
  request("getUser");
  const operations = () => minutes.unwritten(2).map(({ figure }) => figure.operation);
  assert.deepEqual(operations(), ["getPost", "getMe"]);
  for (const { confirm } of minutes.unwritten(2)) confirm();
  assert.deepEqual(operations(), ["getUser"]);
});

test("a request that comes between reading and confirming is not taken for written", () => {
  const { minutes, request, unwritten } = start();
  request("getPost");
  const changes = minutes.unwritten(200_000);
  request("getPost");
  for (const { confirm } of changes) confirm();
  assert.deepEqual(unwritten(), [["05:45", "node 1", "getPost", 2]]);
});

test("after the clock steps back the node has another name, so that nothing written is replaced", () => {
  const { request, unwritten, confirm, pass } = start();
  request("getPost");
  pass(60_000);
  request("getPost");
  confirm();
  pass(-60_000);
  request("getPost");
  assert.deepEqual(unwritten(), [["05:45", "node 2", "getPost", 1]]);
});

test("while nothing can be written the oldest minutes go, beyond a bound", () => {
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
