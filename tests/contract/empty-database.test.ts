import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi } from "../support/api.ts";

const api = await startApi();

test("the statistics of a new server start at zero", async () => {
  const admin = await api.admin();
  const { body: stats } = await admin.call("getServiceStats", 200, { query: { timeZone: "Asia/Seoul" } });
  assert.deepEqual(stats, { totalPosts: 0, totalUsers: 1, postsToday: 0, timeZone: "Asia/Seoul" });
});
