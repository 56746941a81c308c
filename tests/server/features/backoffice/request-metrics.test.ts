import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Database } from "../../../../src/server/database/database.ts";
import { presentServerStats } from "../../../../src/server/features/backoffice/present.ts";
import { readMetrics, writeMetrics } from "../../../../src/server/features/backoffice/queries.ts";
import { createRequestMetrics } from "../../../../src/server/features/backoffice/request-metrics.ts";
import { modelsOf } from "../../../support/models.ts";
import { clock, onEachDatabase, silent } from "./databases.ts";

const endpoints = [
  { operationId: "listPosts", method: "GET", path: "/post" },
  { operationId: "getPost", method: "GET", path: "/post/{postId}" },
] as const;

const MINUTE = 60_000;

onEachDatabase("metrics", (database) => {
  let time = clock("2026-11-23T05:45:00Z");
  const nodes: { close(): Promise<void> }[] = [];

  beforeEach(async () => {
    time = clock("2026-11-23T05:45:00Z");
    for (const node of nodes.splice(0)) await node.close();
    await modelsOf(database()).RequestMetric.destroy({ where: {} });
  });

  function node(on: Database = database()) {
    const metrics = createRequestMetrics({ database: on, now: time.now, log: silent });
    nodes.push(metrics);
    const requests = (count: number, operationId = "getPost", status = 200, milliseconds = 3) => {
      for (let index = 0; index < count; index += 1) metrics.record({ operationId, status, milliseconds });
    };
    return { ...metrics, requests };
  }

  const stats = async () => presentServerStats(await readMetrics(database(), time.now()), [], endpoints, time.now());

  test("a flush writes the counts by minute, by status and by endpoint in the order of the document", async () => {
    const one = node();
    one.requests(3);
    one.requests(2, "getPost", 204, 100);
    one.requests(1, "unmatched", 404);
    time.pass(MINUTE);
    one.requests(4, "listPosts");
    await one.flush();
    const { rps, ...rest } = await stats();
    assert.deepEqual(rest, {
      requestsLast24h: 10,
      byMinute: [
        { minute: "2026-11-23T05:45:00.000Z", count: 6 },
        { minute: "2026-11-23T05:46:00.000Z", count: 4 },
      ],
      byStatus: { "200": 7, "204": 2, "404": 1 },
      byEndpoint: [
        { operationId: "listPosts", method: "GET", path: "/post", count: 4, p50: 3.08, p90: 3.08, p99: 3.08 },
        { operationId: "getPost", method: "GET", path: "/post/{postId}", count: 5, p50: 3.08, p90: 98.7, p99: 98.7 },
      ],
      contractViolations: [],
    });
    assert.equal(rps, 0.17);
  });

  test("a repeated flush, and one with new counts, counts nothing twice", async () => {
    const one = node();
    one.requests(3);
    await one.flush();
    await one.flush();
    assert.equal((await stats()).requestsLast24h, 3);
    one.requests(2);
    await Promise.all([one.flush(), one.flush(), one.flush()]);
    assert.equal((await stats()).requestsLast24h, 5);
  });

  test("a delayed write does not replace newer metrics", async () => {
    const figure = { minute: time.now(), node: "one", operation: "getPost", status: 200, bucket: 7 };
    for (const count of [3, 5, 4]) await writeMetrics(database(), [{ ...figure, count }]);
    assert.equal((await stats()).requestsLast24h, 5);
  });

  test("metrics whose write succeeded without a response count once", async () => {
    let fail = true;
    const unheard: Database = {
      ...database(),
      write: async (work) => {
        const result = await database().write(work);
        if (fail) throw new Error("Connection terminated");
        return result;
      },
    };
    const one = node(unheard);
    one.requests(3);
    await one.flush();
    one.requests(1);
    fail = false;
    await one.flush();
    assert.equal((await stats()).requestsLast24h, 4);
  });

  test("nodes are added up, and a restart keeps earlier counts", async () => {
    const [one, two] = [node(), node()];
    one.requests(3);
    two.requests(4);
    await Promise.all([one.flush(), two.flush()]);
    one.requests(1);
    await one.close();
    const restarted = node();
    restarted.requests(2);
    await restarted.close();
    assert.equal((await stats()).requestsLast24h, 10);
    assert.deepEqual((await stats()).byMinute, [{ minute: "2026-11-23T05:45:00.000Z", count: 10 }]);
  });

  test("nothing is lost while the database is unavailable", async () => {
    let away = true;
    const broken: Database = {
      ...database(),
      write: (work) => (away ? Promise.reject(new Error("Connection terminated")) : database().write(work)),
    };
    const one = node(broken);
    for (let minute = 0; minute < 90; minute += 1) {
      one.requests(7);
      await one.flush();
      time.pass(MINUTE);
    }
    assert.equal((await stats()).requestsLast24h, 0);
    away = false;
    await one.flush();
    assert.equal((await stats()).requestsLast24h, 630);
    assert.equal((await stats()).byMinute.length, 90);
  });

  test("metrics of more than one batch are all written", async () => {
    const one = node();
    for (let operation = 0; operation < 6000; operation += 1) one.requests(1, `operation${operation}`);
    await one.flush();
    assert.equal((await stats()).requestsLast24h, 6000);
  });

  test("requests per second are of the last 60 seconds, with those of the previous minute evenly distributed", async () => {
    const one = node();
    one.requests(600);
    time.pass(MINUTE);
    one.requests(120);
    time.pass(15_000);
    await one.flush();
    assert.equal((await stats()).rps, (600 * 0.75 + 120) / 60);
    time.pass(2 * MINUTE);
    assert.equal((await stats()).rps, 0);
  });

  test("only the last 24 hours count", async () => {
    const one = node();
    one.requests(1);
    time.pass(MINUTE);
    one.requests(2);
    await one.flush();
    time.set("2026-11-24T05:45:59Z");
    one.requests(4);
    await one.flush();
    assert.equal((await stats()).requestsLast24h, 6);
  });
});
