import assert from "node:assert/strict";
import { test } from "node:test";
import { systemHandlers } from "../../../../src/server/features/system/handlers.ts";

const dialect = "sqlite";
const isStopping = () => false;

test("the health check does not depend on the database", async () => {
  const { getHealth } = systemHandlers({ database: { dialect, ping: () => Promise.reject(new Error()) }, isStopping });
  assert.deepEqual(await getHealth({}), { status: 200, body: { status: "ok" } });
});

test("the server is ready when its database responds", async () => {
  const { getReadiness } = systemHandlers({ database: { dialect, ping: async () => undefined }, isStopping });
  assert.deepEqual(await getReadiness({}), { status: 200, body: { status: "ready", database: "sqlite" } });
});

const away = {
  "fails at once": () => Promise.reject(new Error("connect ECONNREFUSED 10.0.0.1:5432")),
  "does not answer for a long time": () => new Promise<void>((resolve) => setTimeout(resolve, 6000).unref()),
};
for (const [what, ping] of Object.entries(away)) {
  test(`a server whose database ${what} is not ready, and says so within three seconds`, async () => {
    const { getReadiness } = systemHandlers({ database: { dialect, ping }, isStopping });
    const started = performance.now();
    assert.deepEqual(await getReadiness({}), {
      status: 503,
      headers: { "Retry-After": 5 },
      body: { result: "Service Unavailable", hint: "The database is unavailable" },
    });
    assert.ok(performance.now() - started < 3000);
  });
}

test("a stopping server is not ready and does not query its database", async () => {
  const ping = () => assert.fail("It asked");
  const { getReadiness } = systemHandlers({ database: { dialect, ping }, isStopping: () => true });
  const answer = await getReadiness({});
  assert.equal(answer.status, 503);
  assert.deepEqual(answer.body, { result: "Service Unavailable", hint: "The server is shutting down" });
});
