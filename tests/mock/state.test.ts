import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore } from "../../src/mock/store.ts";
import { clientOf } from "../support/api.ts";
import { startMock } from "./mock.ts";

const idsOf = (items: readonly { readonly id: number }[]) => items.map(({ id }) => id);

test("a post that is written is listed, read, changed and deleted", async (t) => {
  const { url } = await startMock(t);
  const client = clientOf(url, "any.token");
  const created = await client.call("createPost", 201, { body: { content: "Mine" } });
  const { id } = created.body;
  assert.equal(created.headers.get("location"), `/post/${id}`);
  assert.ok(Date.now() - Date.parse(created.body.createdAt) < 60_000);
  const listed = await client.call("listPosts", 200);
  assert.deepEqual(idsOf(listed.body.items), [id, 14, 13]);
  assert.deepEqual(idsOf((await client.call("getMyTimeline", 200)).body.items), [id, 14, 9]);
  assert.deepEqual((await client.call("getPost", 200, { path: { postId: id } })).body, created.body);

  const changed = await client.call("updatePost", 200, { path: { postId: id }, body: { content: "Ours" } });
  assert.equal(changed.body.content, "Ours");
  assert.deepEqual((await client.call("getPost", 200, { path: { postId: id } })).body, changed.body);

  assert.deepEqual((await client.call("deletePost", 200, { path: { postId: id } })).body, { id });
  await client.call("getPost", 204, { path: { postId: id } });
  const missing = await client.call("deletePost", 404, { path: { postId: id } });
  assert.equal(missing.body.hint, `There is no /post/${id}`);
  assert.notEqual((await client.call("createPost", 201, { body: { content: "Next" } })).body.id, id);
});

test("comments belong to their post, and go with it", async (t) => {
  const { url } = await startMock(t);
  const client = clientOf(url, "any.token");
  const path = { postId: 14 };
  const { body: comment } = await client.call("createComment", 201, { path, body: { content: "Hear, hear" } });
  assert.equal(comment.postId, 14);
  assert.deepEqual(idsOf((await client.call("listComments", 200, { path })).body.items), [52, 53, comment.id]);
  const own = { postId: 14, commentId: comment.id };
  const changed = await client.call("updateComment", 200, { path: own, body: { content: "Well" } });
  assert.deepEqual([changed.body.content, changed.body.isModified], ["Well", true]);

  assert.deepEqual((await client.call("listComments", 200, { path: { postId: 13 } })).body.items, []);
  await client.call("updateComment", 404, { path: { ...own, postId: 13 }, body: { content: "Elsewhere" } });
  await client.call("listComments", 204, { path: { postId: 99 } });
  await client.call("deletePost", 200, { path });
  await client.call("listComments", 204, { path });
  await client.call("createComment", 404, { path, body: { content: "Too late" } });
});

test("pages follow each other to their end, and a made-up cursor is refused", async (t) => {
  const { url } = await startMock(t);
  const client = clientOf(url, "any.token");
  for (const content of ["1", "2", "3"]) await client.call("createPost", 201, { body: { content } });
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.call("listPosts", 200, { query: { limit: 2, ...(cursor ? { cursor } : {}) } });
    seen.push(...idsOf(page.body.items));
    cursor = page.body.nextCursor ?? undefined;
    assert.equal(page.headers.has("link"), cursor !== undefined);
  } while (cursor);
  assert.deepEqual(seen, [17, 16, 15, 14, 13]);
  await client.call("listPosts", 400, { query: { cursor: "bm9uc2Vuc2U" } });
});

test("an empty list is the documented 204", async (t) => {
  const { url } = await startMock(t);
  const client = clientOf(url, "any.token");
  for (const postId of [14, 13]) await client.call("deletePost", 200, { path: { postId } });
  await client.call("listPosts", 204);
});

test("a member chooses an id, which is then taken; a timeline has the posts of its member", async (t) => {
  const { url } = await startMock(t);
  const client = clientOf(url, "any.token");
  const body = { id: "mary.shelley", password: "an engine of cogs", name: "Mary" };
  const { headers } = await client.call("signUp", 201, { body });
  assert.equal(headers.get("location"), "/user/mary.shelley");
  await client.call("signUp", 409, { body });
  assert.equal((await client.call("getUser", 200, { path: { userId: "mary.shelley" } })).body.name, "Mary");
  const mentioned = await client.call("getUser", 200, { path: { userId: "bob.noyce" } });
  assert.deepEqual([mentioned.body.name, mentioned.body.nickname], ["Bob Noyce", null]);
  await client.call("getUser", 204, { path: { userId: "nobody.here" } });
  const timeline = await client.call("getTimeline", 200, { path: { userId: "bob.noyce" } });
  assert.deepEqual(idsOf(timeline.body.items), [13]);
});

test("what there is one of changes, and what is read stays read", async (t) => {
  const { url } = await startMock(t);
  const client = clientOf(url, "any.token");
  await client.call("changeNickname", 200, { body: { nickname: "Enchantress" } });
  await client.call("changeBio", 200, { body: { bio: null } });
  const { body: me } = await client.call("getMe", 200);
  assert.deepEqual([me.nickname, me.bio], ["Enchantress", null]);
  await client.call("readNotification", 200, { path: { notificationId: 32 } });
  const { body } = await client.call("listNotifications", 200);
  assert.deepEqual(
    body.items.map(({ id, isRead }) => [id, isRead]),
    [
      [32, true],
      [31, false],
    ],
  );
});

test("what is sent is answered where nothing is kept", async (t) => {
  const { url } = await startMock(t);
  const client = clientOf(url, "any.token");
  const reaction = await client.call("reactToPost", 201, { path: { postId: 14 }, body: { type: 4 } });
  assert.equal(reaction.body.type, 4);
});

test("it forgets the oldest that it was given when it has been given too much", () => {
  const store = createStore(2);
  store.seed("/post", 1, { id: 1 }, "/post");
  for (const id of [2, 3, 4]) store.add("/post", id, { id });
  store.add("/post/4/comment", 5, { id: 5 });
  assert.deepEqual(store.list("/post", "/post", false), [{ id: 1 }, { id: 4 }]);
  store.remove("/post", 4);
  assert.deepEqual(store.list("/post/4/comment", undefined, false), []);
});
