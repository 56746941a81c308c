import assert from "node:assert/strict";
import { test } from "node:test";
import { type Member, startApi } from "../support/api.ts";
import { absentId } from "../support/data.ts";
import { all, walk } from "../support/pages.ts";

const api = await startApi();

async function postOf(member: Member) {
  return { postId: (await member.call("createPost", 201, { body: { content: "A post" } })).body.id };
}

/** A post of Ada's on which Bob commented so many times. */
async function commentedOn(ada: Member, bob: Member, times: number) {
  const path = await postOf(ada);
  for (let i = 0; i < times; i++) await bob.call("createComment", 201, { path, body: { content: `Comment ${i}` } });
  return path;
}

async function unreadCount(member: Member) {
  return (await member.call("listNotifications", 200)).body.unreadCount;
}

test("whoever has no notifications gets 204", async () => {
  const [ada] = await api.members(1);
  await ada.call("listNotifications", 204);
  await ada.call("listNotifications", 204, { query: { unread: true } });
});

test("a comment and a reaction each tell the post's owner once, newest first", async () => {
  const [ada, bob, eve] = await api.members(3);
  const path = await postOf(ada);
  await bob.call("createComment", 201, { path, body: { content: "Hello" } });
  await eve.call("reactToPost", 201, { path, body: { type: 1 } });

  const { body: page } = await ada.call("listNotifications", 200);
  assert.equal(page.unreadCount, 2);
  assert.deepEqual(
    page.items.map(({ id: _, createdAt: __, ...rest }) => rest),
    [
      { type: 2, actor: { id: eve.id, name: eve.name, nickname: null }, postId: path.postId, isRead: false },
      { type: 1, actor: { id: bob.id, name: bob.name, nickname: null }, postId: path.postId, isRead: false },
    ],
  );
  const [second, first] = page.items;
  assert.ok(first && second && second.id > first.id);
  await bob.call("listNotifications", 204);
});

test("each comment is told, but a reaction only once, however often it is changed, taken back and made again", async () => {
  const [ada, bob] = await api.members(2);
  const path = await commentedOn(ada, bob, 2);
  await bob.call("reactToPost", 201, { path, body: { type: 1 } });
  await bob.call("reactToPost", 201, { path, body: { type: 2 } });
  await bob.call("unreactToPost", 200, { path });
  await bob.call("reactToPost", 201, { path, body: { type: 3 } });
  assert.deepEqual(
    (await all(ada, "listNotifications")).map(({ type }) => type),
    [2, 1, 1],
  );
  assert.equal(await unreadCount(ada), 3);
});

test("nobody is told of their own acts, of a reaction to a comment, or of a change", async () => {
  const [ada, bob] = await api.members(2);
  const path = await postOf(ada);
  const { body: own } = await ada.call("createComment", 201, { path, body: { content: "Mine" } });
  await ada.call("reactToPost", 201, { path, body: { type: 1 } });
  const commentPath = { ...path, commentId: own.id };
  await bob.call("reactToComment", 201, { path: commentPath, body: { type: 1 } });
  await ada.call("updateComment", 200, { path: commentPath, body: { content: "Changed" } });
  await ada.call("listNotifications", 204);
  await bob.call("listNotifications", 204);
});

test("refused acts tell nobody", async () => {
  const [ada, bob] = await api.members(2);
  const path = await postOf(ada);
  await bob.attempt("createComment", { path, body: { content: "" } });
  await bob.attempt("reactToPost", { path, body: { type: 9 } });
  await ada.call("listNotifications", 204);
});

test("a comment that is deleted leaves what was told; a post takes it along", async () => {
  const [ada, bob] = await api.members(2);
  const path = await postOf(ada);
  const { body: comment } = await bob.call("createComment", 201, { path, body: { content: "Hello" } });
  await bob.call("deleteComment", 200, { path: { ...path, commentId: comment.id } });
  assert.equal((await all(ada, "listNotifications")).length, 1);

  const kept = await commentedOn(ada, bob, 2);
  await ada.call("deletePost", 200, { path });
  assert.deepEqual(
    (await all(ada, "listNotifications")).map(({ postId }) => postId),
    [kept.postId, kept.postId],
  );
  assert.equal(await unreadCount(ada), 2);
});

test("readNotification marks one, once, and is for its receiver alone", async () => {
  const [ada, bob] = await api.members(2);
  await commentedOn(ada, bob, 2);
  const [newest] = await all(ada, "listNotifications");
  assert.ok(newest);
  const path = { notificationId: newest.id };

  const refused = await bob.call("readNotification", 403, { path });
  assert.equal(refused.body.hint, `You have not permission for 'POST /notification/${newest.id}/read'`);
  assert.equal(await unreadCount(ada), 2);

  const read = { ...newest, isRead: true };
  assert.deepEqual((await ada.call("readNotification", 200, { path })).body, read);
  assert.deepEqual((await ada.call("readNotification", 200, { path })).body, read);
  assert.equal(await unreadCount(ada), 1);
  assert.deepEqual((await all(ada, "listNotifications"))[0], read);
  await ada.call("readNotification", 404, { path: { notificationId: absentId } });
});

test("listNotifications gives the unread or the read alone where asked, page by page", async () => {
  const [ada, bob] = await api.members(2);
  await commentedOn(ada, bob, 5);
  const everything = await all(ada, "listNotifications", {}, 2);
  const middle = everything[2];
  assert.ok(everything.length === 5 && middle);
  await ada.call("readNotification", 200, { path: { notificationId: middle.id } });

  const ids = async (query: Record<string, boolean>) =>
    (await all(ada, "listNotifications", { query }, 2)).map(({ id }) => id);
  const unread = everything.filter(({ id }) => id !== middle.id).map(({ id }) => id);
  assert.deepEqual(await ids({ unread: true }), unread);
  assert.deepEqual(await ids({ unread: false }), [middle.id]);
  assert.equal((await ada.call("listNotifications", 200, { query: { unread: false } })).body.unreadCount, 4);
});

test("notifications that come and are read while one pages neither repeat nor hide another", async () => {
  const [ada, bob] = await api.members(2);
  const path = await commentedOn(ada, bob, 6);
  const expected = (await all(ada, "listNotifications")).map(({ id }) => id);
  const seen: number[] = [];
  const churn = async () => {
    await bob.call("createComment", 201, { path, body: { content: "Meanwhile" } });
    const last = seen.at(-1);
    if (last !== undefined) await ada.call("readNotification", 200, { path: { notificationId: last } });
  };
  for await (const page of walk(ada, "listNotifications", { query: { limit: 2, unread: true } }, churn)) {
    seen.push(...page.map(({ id }) => id));
  }
  assert.deepEqual(seen, expected);
});

test("readNotifications marks all, or those up to one, and says how many it changed", async () => {
  const [ada, bob] = await api.members(2);
  await commentedOn(ada, bob, 4);
  const notifications = await all(ada, "listNotifications");
  const second = notifications[2];
  assert.ok(second);

  assert.deepEqual((await ada.call("readNotifications", 200, { body: { upTo: second.id } })).body, { updated: 2 });
  assert.deepEqual(
    (await all(ada, "listNotifications")).map(({ isRead }) => isRead),
    [false, false, true, true],
  );
  assert.equal(await unreadCount(ada), 2);
  assert.deepEqual((await bob.call("readNotifications", 200)).body, { updated: 0 });
  assert.equal(await unreadCount(ada), 2);

  assert.deepEqual((await ada.call("readNotifications", 200)).body, { updated: 2 });
  assert.deepEqual((await ada.call("readNotifications", 200, { body: {} })).body, { updated: 0 });
  await ada.call("listNotifications", 204, { query: { unread: true } });
  assert.equal(await unreadCount(ada), 0);
});

test("what is told while everything is being read is told all the same", async () => {
  const [ada, bob] = await api.members(2);
  const path = await commentedOn(ada, bob, 3);
  await Promise.all([
    ...Array.from({ length: 6 }, () => bob.call("createComment", 201, { path, body: { content: "Now" } })),
    ...Array.from({ length: 6 }, () => ada.call("readNotifications", 200)),
  ]);
  const notifications = await all(ada, "listNotifications");
  assert.equal(notifications.length, 9);
  assert.equal(await unreadCount(ada), notifications.filter(({ isRead }) => !isRead).length);
});
