import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi } from "../support/api.ts";

const api = await startApi();
const day = 24 * 60 * 60_000;

test("postsToday starts at midnight in the requested time zone", async (t) => {
  t.after(() => api.control.setClock(0));
  // 15:30 UTC, two days from now, is 00:30 of the next day in Seoul.
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
  // 15:30 UTC is 21:15 in Kathmandu, whose offset is +05:45.
  assert.equal(await today("Asia/Kathmandu"), 2);
  await at(18, 20);
  const next = await admins();
  const inKathmandu = await next.call("getServiceStats", 200, { query: { timeZone: "Asia/Kathmandu" } });
  assert.equal(inKathmandu.body.postsToday, 0);
  assert.equal(inKathmandu.body.timeZone, "Asia/Kathmandu");
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
