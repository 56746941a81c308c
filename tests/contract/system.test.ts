import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi } from "../support/api.ts";
import { oneOf } from "../support/server-process.ts";

const api = await startApi();

test("getHealth says that the process lives", async () => {
  assert.deepEqual((await api.anyone.call("getHealth", 200)).body, { status: "ok" });
});

test("getReadiness says which database it uses", async () => {
  const { body } = await api.anyone.call("getReadiness", 200);
  assert.deepEqual(body, { status: "ready", database: oneOf("TEST_DATABASE", ["sqlite", "postgres"]) });
});

test("while the database is away the process lives but is not ready; then it is again", async () => {
  await api.control.setDatabaseAway(true);
  await api.anyone.call("getHealth", 200);
  const { body, headers } = await api.anyone.call("getReadiness", 503);
  assert.equal(body.result, "Service Unavailable");
  assert.ok(Number(headers.get("retry-after")) > 0);
  await api.control.setDatabaseAway(false);
  await api.anyone.call("getReadiness", 200);
});
