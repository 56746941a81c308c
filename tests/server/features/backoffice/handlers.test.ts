import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { addToCounters, postsCounterName } from "../../../../src/server/database/counters/sharded-counters.ts";
import { backofficeHandlers } from "../../../../src/server/features/backoffice/handlers.ts";
import { createRequestMetrics } from "../../../../src/server/features/backoffice/request-metrics.ts";
import { createViolations } from "../../../../src/server/features/backoffice/violations.ts";
import { modelsOf } from "../../../support/models.ts";
import { clock, onEachDatabase, silent } from "./databases.ts";

const admin = { id: "admin", isAdmin: true, sessionId: "s", expires: 2e9, requestLine: "GET /admin/stats/service" };

onEachDatabase("the back office", (database) => {
  beforeEach(() => modelsOf(database()).CounterShard.destroy({ where: {} }));

  function createModule(start: string) {
    const time = clock(start);
    const metrics = createRequestMetrics({ database: database(), now: time.now, log: silent });
    const violations = createViolations({ database: database(), now: time.now, log: silent });
    const deps = { database: database(), metrics, violations, now: time.now };
    return { metrics, violations, handlers: backofficeHandlers(deps) };
  }

  test("getServerStats includes requests that were just answered, with the document's method and path", async () => {
    const { metrics, violations, handlers } = createModule("2026-11-23T05:45:30Z");
    metrics.record({ operationId: "deletePost", status: 403, milliseconds: 3 });
    violations.record({ operationId: "deletePost", rule: "headers: Location is missing" });
    const answer = await handlers.getServerStats({}, admin);
    await metrics.close();
    await violations.close();
    assert.deepEqual(answer, {
      status: 200,
      body: {
        rps: 0.02,
        requestsLast24h: 1,
        byMinute: [{ minute: "2026-11-23T05:45:00.000Z", count: 1 }],
        byStatus: { "403": 1 },
        byEndpoint: [
          {
            operationId: "deletePost",
            method: "DELETE",
            path: "/post/{postId}",
            count: 1,
            p50: 3.08,
            p90: 3.08,
            p99: 3.08,
          },
        ],
        contractViolations: [{ operationId: "deletePost", rule: "headers: Location is missing", count: 1 }],
      },
    });
  });

  test("getServiceStats has totals and today's posts in the requested time zone, by default UTC", async () => {
    const { metrics, handlers } = createModule("2026-11-23T16:00:00Z");
    await database().write((transaction) =>
      addToCounters(database(), transaction, {
        users: 5,
        posts: 9,
        [postsCounterName(new Date("2026-11-23T14:59:00Z"))]: 2,
        [postsCounterName(new Date("2026-11-23T15:00:00Z"))]: 3,
        [postsCounterName(new Date("2026-11-22T23:59:00Z"))]: 4,
      }),
    );
    const today = async (timeZone?: string) => {
      const answer = await handlers.getServiceStats({ query: timeZone === undefined ? {} : { timeZone } }, admin);
      return answer.body;
    };
    const totals = { totalPosts: 9, totalUsers: 5 };
    assert.deepEqual(await today(), { ...totals, postsToday: 5, timeZone: "UTC" });
    assert.deepEqual(await today("Asia/Seoul"), { ...totals, postsToday: 3, timeZone: "Asia/Seoul" });
    assert.deepEqual(await today("America/New_York"), { ...totals, postsToday: 5, timeZone: "America/New_York" });
    await metrics.close();
  });

  test("getServiceStats rejects an unknown time zone with its name in the hint", async () => {
    const { metrics, handlers } = createModule("2026-11-23T16:00:00Z");
    assert.deepEqual(await handlers.getServiceStats({ query: { timeZone: "Mars/Base" } }, admin), {
      status: 400,
      body: {
        result: "Bad Request",
        hint: "timeZone must be the IANA name of a time zone, for example Asia/Seoul, not 'Mars/Base'",
      },
    });
    await metrics.close();
  });
});
