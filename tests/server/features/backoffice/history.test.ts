import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { readHistory } from "../../../../src/server/features/backoffice/history.ts";
import type { Range } from "../../../../src/server/features/backoffice/page-types.ts";
import { readMetrics, writeMetrics } from "../../../../src/server/features/backoffice/queries.ts";
import { createRequestMetrics } from "../../../../src/server/features/backoffice/request-metrics.ts";
import { modelsOf } from "../../../support/models.ts";
import { clock, onEachDatabase, silent } from "./databases.ts";

const endpoints = [
  { operationId: "listPosts", method: "GET", path: "/post" },
  { operationId: "getPost", method: "GET", path: "/post/{postId}" },
] as const;

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const seconds = (timestamp: string) => Date.parse(timestamp) / 1000;

onEachDatabase("the history", (database) => {
  let time = clock("2026-11-23T05:47:30Z");
  beforeEach(async () => {
    time = clock("2026-11-23T05:47:30Z");
    await modelsOf(database()).RequestMetric.destroy({ where: {} });
  });

  const read = (range: Range) => readHistory(database(), range, endpoints, time.now());

  async function requests(at: string, count: number, status = 200, operation = "getPost", bucket = 47): Promise<void> {
    await writeMetrics(database(), [{ minute: new Date(at), node: "one", operation, status, bucket, count }]);
  }

  test("has the numbers of all, refused and failed requests of each step", async () => {
    await requests("2026-11-23T05:44:00Z", 3);
    await requests("2026-11-23T05:45:00Z", 5);
    await requests("2026-11-23T05:47:00Z", 2, 404, "listPosts");
    await requests("2026-11-23T05:46:00Z", 1, 503, "getPost", 67);
    await requests("2026-11-22T05:49:00Z", 9);
    assert.deepEqual(await read("day"), {
      from: seconds("2026-11-22T05:50:00Z"),
      to: seconds("2026-11-23T05:47:30Z"),
      step: 300,
      steps: 288,
      points: [
        { at: seconds("2026-11-23T05:40:00Z"), requests: 3, refused: 0, failed: 0 },
        { at: seconds("2026-11-23T05:45:00Z"), requests: 8, refused: 2, failed: 1 },
      ],
      byStatus: { "200": 8, "404": 2, "503": 1 },
      byOperation: [
        {
          operationId: "listPosts",
          method: "GET",
          path: "/post",
          failed: 0,
          count: 2,
          p50: 3.08,
          p90: 3.08,
          p99: 3.08,
        },
        {
          operationId: "getPost",
          method: "GET",
          path: "/post/{postId}",
          failed: 1,
          count: 9,
          p50: 3.08,
          p90: 98.7,
          p99: 98.7,
        },
      ],
    });
    const year = await read("year");
    assert.deepEqual(
      year.points.map(({ requests: count }) => count),
      [9, 11],
    );
    assert.equal(year.points[0]?.at, seconds("2026-11-22T00:00:00Z"));
  });

  test("stays the same when metrics are merged by hour, then by day; metrics older than a year are deleted", async () => {
    const one = createRequestMetrics({ database: database(), now: time.now, log: silent });
    for (const [minute, operation] of [
      ["2026-11-22T03:10:00Z", "getPost"],
      ["2026-11-22T03:50:00Z", "getPost"],
      ["2026-11-22T00:05:00Z", "getPost"],
      ["2026-11-22T23:59:00Z", "listPosts"],
      ["2026-11-23T05:46:00Z", "getPost"],
    ] as const) {
      await requests(minute, 4, 200, operation);
      await writeMetrics(database(), [
        { minute: new Date(minute), node: "two", operation, status: 200, bucket: 47, count: 1 },
      ]);
    }
    const week = await read("week");
    const { byOperation, byStatus, points } = await read("year");
    const rows = () => modelsOf(database()).RequestMetric.count();
    assert.equal(await rows(), 10);

    await one.flush();
    assert.equal(
      await rows(),
      6,
      "03:10 and 03:50 of both nodes are one, and 00:05 of both; later ones are not a day old",
    );
    assert.deepEqual((await read("week")).points, week.points);
    assert.equal((await readMetrics(database(), time.now())).find(({ minute }) => minute !== null)?.count, 5);

    time.pass(33 * DAY);
    await one.flush();
    assert.equal(await rows(), 3, "one for each day and operation");
    await one.flush();
    const later = await read("year");
    assert.deepEqual(
      { points: later.points, byOperation: later.byOperation, byStatus: later.byStatus },
      { points, byOperation, byStatus },
    );

    time.pass(333 * DAY);
    await one.flush();
    assert.equal(await rows(), 1);
    await one.close();
  });

  test("concurrent merges by several nodes count nothing twice", async () => {
    for (let minute = 0; minute < 60; minute += 1) {
      await requests(new Date(Date.parse("2026-11-20T00:00:00Z") + minute * 60_000).toISOString(), 1);
    }
    const nodes = [1, 2, 3, 4].map(() => createRequestMetrics({ database: database(), now: time.now, log: silent }));
    await Promise.all(nodes.map((node) => node.close()));
    assert.deepEqual((await read("week")).byStatus, { "200": 60 });
    assert.equal(await modelsOf(database()).RequestMetric.count(), 1);
  });

  test("a year of minutes, and the metrics of its last day, cost a few passes over the table", async (t) => {
    const start = Date.parse("2025-11-23T05:48:00Z");
    const values = "'one', 'getPost', 200, 30 + i % 40, 1 + i % 7";
    const minute =
      database().dialect === "postgres"
        ? "to_timestamp(CAST($1 AS double precision) + i * 60)"
        : "strftime('%Y-%m-%d %H:%M:%S.000 +00:00', CAST($1 AS integer) + i * 60, 'unixepoch')";
    await database().write(async (transaction) => {
      await database().sequelize.query(
        `WITH RECURSIVE numbers (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < 525599)
         INSERT INTO request_figures SELECT ${minute}, ${values} FROM numbers`,
        { bind: [start / 1000], transaction },
      );
    });
    // Both are timed in the same run, so that a slow or busy machine changes nothing.
    const groups = "SELECT status, bucket, SUM(count) FROM request_figures GROUP BY status, bucket";
    const scan = await fastest(() => database().scan({ name: "one_pass", text: groups }));
    for (const range of ["day", "week", "month", "year"] as const) {
      assert.ok((await read(range)).points.length > 150);
      const ms = await fastest(() => read(range));
      t.diagnostic(`${range}: ${Math.round(ms)} ms, one pass: ${Math.round(scan)} ms`);
      assert.ok(ms < 12 * scan, `${range} took ${ms} ms, one pass ${scan} ms`);
    }
    assert.ok((await readMetrics(database(), time.now())).length > 1400);
    const ms = await fastest(() => readMetrics(database(), time.now()));
    t.diagnostic(`getServerStats: ${Math.round(ms)} ms`);
    assert.ok(ms < 3 * scan, `the metrics of a day took ${ms} ms, one pass ${scan} ms`);
  });
});

/** The shortest of three runs, in milliseconds. */
async function fastest(run: () => Promise<unknown>): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY;
  for (let count = 0; count < 3; count++) {
    const startedAt = performance.now();
    await run();
    shortest = Math.min(shortest, performance.now() - startedAt);
  }
  return shortest;
}
