import assert from "node:assert/strict";
import { test } from "node:test";
import { openSocket } from "../../src/contract/socket.ts";
import { startApi } from "../support/api.ts";
import { testDatabaseKind } from "../support/test-database.ts";

const api = await startApi();

test("getHealth reports that the process is alive", async () => {
  assert.deepEqual((await api.anyone.call("getHealth", 200)).body, { status: "ok" });
});

test("getReadiness reports the database", async () => {
  const { body } = await api.anyone.call("getReadiness", 200);
  assert.deepEqual(body, { status: "ready", database: testDatabaseKind() });
});

test("while the database is unavailable the process is alive but not ready", async () => {
  await api.control.setDatabaseAway(true);
  await api.anyone.call("getHealth", 200);
  const { body, headers } = await api.anyone.call("getReadiness", 503);
  assert.equal(body.result, "Service Unavailable");
  assert.ok(Number(headers.get("retry-after")) > 0);
  await api.control.setDatabaseAway(false);
  await api.anyone.call("getReadiness", 200);
});

test("a stopping server is not ready and accepts no new connections", async (t) => {
  const stopping = await startApi({}, t);
  const { socket, answer } = openSocket(stopping.baseUrl);
  socket.write("GET /ready HTTP/1.1\r\nHost: minifb\r\n");
  await stopping.anyone.call("getReadiness", 200);
  await stopping.control.stop();
  await assert.rejects(fetch(stopping.baseUrl));
  socket.write("\r\n");
  const [head = "", body = ""] = (await answer).split("\r\n\r\n");
  assert.match(head, /^HTTP\/1\.1 503 /);
  assert.match(head, /^Retry-After: \d+$/im);
  assert.equal(JSON.parse(body).result, "Service Unavailable");
});
