import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi } from "../support/api.ts";
import { operations } from "../support/spec.ts";

const api = await startApi();
const day = 24 * 60 * 60_000;

test("the back office is for admins, and for whoever was one when they logged in", async () => {
  const [ada] = await api.members(1);
  for (const [id, path] of [
    ["getServerStats", "/admin/stats/server"],
    ["getServiceStats", "/admin/stats/service"],
  ] as const) {
    assert.equal((await ada.call(id, 403)).body.hint, `You have not permission for 'GET ${path}'`);
  }
  const admin = await api.admin();
  await admin.call("getServerStats", 200);
  await admin.call("getServiceStats", 200);
});

test("getServiceStats follows what is made and deleted", async () => {
  const admin = await api.admin();
  const stats = async () => (await admin.call("getServiceStats", 200)).body;
  const before = await stats();
  assert.equal(before.timeZone, "UTC");
  const [ada] = await api.members(1);
  const { body: first } = await ada.call("createPost", 201, { body: { content: "One" } });
  await ada.call("createPost", 201, { body: { content: "Two" } });
  await ada.call("createPost", 400, { body: { content: "" } });
  assert.deepEqual(await stats(), {
    ...before,
    totalUsers: before.totalUsers + 1,
    totalPosts: before.totalPosts + 2,
    postsToday: before.postsToday + 2,
  });
  await ada.call("deletePost", 200, { path: { postId: first.id } });
  assert.deepEqual(await stats(), {
    ...before,
    totalUsers: before.totalUsers + 1,
    totalPosts: before.totalPosts + 1,
    postsToday: before.postsToday + 1,
  });
});

test("today begins at midnight in the time zone asked for", async (t) => {
  t.after(() => api.control.setClock(0));
  // In two days' time at 15:30 UTC, it is half past midnight of the next day in Seoul.
  const start = Math.floor(Date.now() / day) * day + 2 * day;
  const at = (hours: number, minutes: number) =>
    api.control.setClock(start + (hours * 60 + minutes) * 60_000 - Date.now());
  const admins = async () => api.admin();

  await at(14, 50);
  const [writer] = await api.members(1);
  await writer.call("createPost", 201, { body: { content: "Before midnight in Seoul" } });
  await at(15, 1);
  const [later] = await api.members(1);
  await later.call("createPost", 201, { body: { content: "After midnight in Seoul" } });
  await at(15, 30);
  const admin = await admins();
  const today = async (timeZone: string) =>
    (await admin.call("getServiceStats", 200, { query: { timeZone } })).body.postsToday;
  assert.equal(await today("UTC"), 2);
  assert.equal(await today("Asia/Seoul"), 1);
  assert.equal(await today("America/New_York"), 2);
  // At 15:30 UTC it is a quarter past nine in Kathmandu, fifteen minutes being part of its offset.
  assert.equal(await today("Asia/Kathmandu"), 2);
  await at(18, 20);
  const next = await admins();
  const inKathmandu = await next.call("getServiceStats", 200, { query: { timeZone: "Asia/Kathmandu" } });
  assert.equal(inKathmandu.body.postsToday, 0);
  assert.equal(inKathmandu.body.timeZone, "Asia/Kathmandu");
});

test("getServiceStats refuses a time zone that there is none of", async () => {
  const admin = await api.admin();
  for (const timeZone of ["Mars/Olympus", "+09:00", "", "Asia/Seoul;", "x".repeat(65)]) {
    const refused = await admin.attempt("getServiceStats", { query: { timeZone } });
    assert.equal(refused.status, 400, timeZone);
    assert.match(refused.text, /timeZone/);
  }
});

test("getServerStats counts requests by minute, status and operation", async () => {
  const admin = await api.admin();
  const [ada] = await api.members(1);
  const { body: before } = await admin.call("getServerStats", 200);
  for (let i = 0; i < 10; i++) await ada.call("getMe", 200);
  await ada.call("getPost", 400, { path: { postId: 0 } });
  const { body: after } = await admin.call("getServerStats", 200);

  const count = (stats: typeof before, operationId: string) =>
    stats.byEndpoint.find((endpoint) => endpoint.operationId === operationId)?.count ?? 0;
  assert.equal(count(after, "getMe") - count(before, "getMe"), 10);
  assert.equal((after.byStatus["400"] ?? 0) - (before.byStatus["400"] ?? 0), 1);
  // Eleven of ours and the first of these two; the second is under way while it is counted.
  assert.equal(after.requestsLast24h - before.requestsLast24h, 12);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  assert.equal(sum(after.byMinute.map((minute) => minute.count)), after.requestsLast24h);
  assert.equal(sum(Object.values(after.byStatus)), after.requestsLast24h);
  assert.equal(sum(after.byEndpoint.map((endpoint) => endpoint.count)), after.requestsLast24h);
  assert.ok(after.rps > 0);

  const minutes = after.byMinute.map(({ minute }) => minute);
  assert.deepEqual(minutes, minutes.toSorted());
  for (const { operationId, method, path, p50, p90, p99 } of after.byEndpoint) {
    const operation = operations.find(({ id }) => id === operationId);
    assert.deepEqual({ method, path }, { method: operation?.method, path: operation?.path });
    assert.ok(p50 > 0 && p50 <= p90 && p90 <= p99, `${operationId}: ${p50}, ${p90}, ${p99}`);
  }
});

test("requests older than a day no longer count", async (t) => {
  t.after(() => api.control.setClock(0));
  const [ada] = await api.members(1);
  await ada.call("getMe", 200);
  await api.control.setClock(5 * day);
  const admin = await api.admin();
  await admin.call("getServerStats", 200);
  const { body: stats } = await admin.call("getServerStats", 200);
  assert.ok(stats.requestsLast24h < 10, `${stats.requestsLast24h} requests`);
  assert.ok(stats.byEndpoint.every(({ operationId }) => operationId !== "getMe"));
});
