import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi } from "../support/api.ts";

const api = await startApi();

test("listPosts answers 204 while there is no post at all, before the first and after the last", async () => {
  const [ada] = await api.members(1);
  await ada.call("listPosts", 204);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "The first" } });
  assert.deepEqual((await ada.call("listPosts", 200)).body, { items: [post], nextCursor: null });
  await ada.call("deletePost", 200, { path: { postId: post.id } });
  await ada.call("listPosts", 204);
});

test("the figures of a fresh server begin at nothing", async () => {
  const admin = await api.admin();
  const { body: stats } = await admin.call("getServiceStats", 200, { query: { timeZone: "Asia/Seoul" } });
  assert.deepEqual(stats, { totalPosts: 0, totalUsers: 2, postsToday: 0, timeZone: "Asia/Seoul" });
});
