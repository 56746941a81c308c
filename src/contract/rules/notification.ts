import assert from "node:assert/strict";
import type { OperationId } from "../client.ts";
import { absentId } from "../data.ts";
import type { Member } from "../members.ts";
import { allItems, walkPages } from "../pages.ts";
import { type ContractRule, guideline, specAt } from "../rule.ts";

async function postOf(member: Member) {
  return { postId: (await member.call("createPost", 201, { body: { content: "A post" } })).body.id };
}

/** Creates a post of Ada's with comments by Bob. */
async function commentedOn(ada: Member, bob: Member, times: number) {
  const path = await postOf(ada);
  for (let i = 0; i < times; i++) await bob.call("createComment", 201, { path, body: { content: `Comment ${i}` } });
  return path;
}

async function unreadCount(member: Member) {
  return (await member.call("listNotifications", 200)).body.unreadCount;
}

export const notificationRules: readonly ContractRule[] = [
  {
    id: "notification/none",
    title: "listNotifications answers 204 when there are none",
    source: guideline("알림, 현재까지 온 알림 목록 조회: 204"),
    operations: ["listNotifications"],
    async run({ members }) {
      const [ada] = await members(1);
      await ada.call("listNotifications", 204);
      await ada.call("listNotifications", 204, { query: { unread: true } });
    },
  },
  {
    id: "notification/told-once",
    title: "a comment and a reaction each create one notification for the post's owner, newest first",
    source: guideline("Model, notification"),
    operations: ["createComment", "reactToPost", "listNotifications"],
    async run({ members }) {
      const [ada, bob, eve] = await members(3);
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
    },
  },
  {
    id: "notification/reaction-once",
    title:
      "each comment creates a notification; a reaction creates one only, even if it is changed, taken back and made again",
    source: guideline("Model, notification"),
    operations: ["reactToPost"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const path = await commentedOn(ada, bob, 2);
      await bob.call("reactToPost", 201, { path, body: { type: 1 } });
      await bob.call("reactToPost", 201, { path, body: { type: 2 } });
      await bob.call("unreactToPost", 200, { path });
      await bob.call("reactToPost", 201, { path, body: { type: 3 } });
      assert.deepEqual(
        (await allItems(ada, "listNotifications")).map(({ type }) => type),
        [2, 1, 1],
      );
      assert.equal(await unreadCount(ada), 3);
    },
  },
  {
    id: "notification/not-told",
    title: "one's own actions, reactions to comments, and changes create no notification",
    source: specAt("/tags/Notification"),
    operations: ["createComment", "reactToPost", "reactToComment", "updateComment"],
    async run({ members, blame }) {
      const [ada, bob] = await members(2);
      const path = await postOf(ada);
      const assertNotNotified = (id: OperationId) =>
        blame(id, async () => {
          await ada.call("listNotifications", 204);
          await bob.call("listNotifications", 204);
        });
      const { body: own } = await ada.call("createComment", 201, { path, body: { content: "Mine" } });
      await assertNotNotified("createComment");
      await ada.call("reactToPost", 201, { path, body: { type: 1 } });
      await assertNotNotified("reactToPost");
      const commentPath = { ...path, commentId: own.id };
      await bob.call("reactToComment", 201, { path: commentPath, body: { type: 1 } });
      await assertNotNotified("reactToComment");
      await ada.call("updateComment", 200, { path: commentPath, body: { content: "Changed" } });
      await assertNotNotified("updateComment");
    },
  },
  {
    id: "notification/refused-acts",
    title: "a rejected request creates no notification",
    source: specAt("/tags/Notification"),
    operations: ["createComment", "reactToPost"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const path = await postOf(ada);
      await bob.attempt("createComment", { path, body: { content: "" } });
      await bob.attempt("reactToPost", { path, body: { type: 9 } });
      await ada.call("listNotifications", 204);
    },
  },
  {
    id: "notification/deleted",
    title: "deleting a comment keeps its notification; deleting a post deletes those about it",
    source: specAt("/tags/Post"),
    operations: ["deletePost", "deleteComment"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const path = await postOf(ada);
      const { body: comment } = await bob.call("createComment", 201, { path, body: { content: "Hello" } });
      await bob.call("deleteComment", 200, { path: { ...path, commentId: comment.id } });
      assert.equal((await allItems(ada, "listNotifications")).length, 1);

      const otherPath = await commentedOn(ada, bob, 2);
      await ada.call("deletePost", 200, { path });
      assert.deepEqual(
        (await allItems(ada, "listNotifications")).map(({ postId }) => postId),
        [otherPath.postId, otherPath.postId],
      );
      assert.equal(await unreadCount(ada), 2);
    },
  },
  {
    id: "notification/read",
    title: "readNotification marks one notification, is idempotent, and only its receiver may call it",
    source: guideline("알림, 알림 읽음"),
    operations: ["readNotification"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      await commentedOn(ada, bob, 2);
      const [newest] = await allItems(ada, "listNotifications");
      assert.ok(newest);
      const path = { notificationId: newest.id };

      const refused = await bob.call("readNotification", 403, { path });
      assert.equal(refused.body.hint, `You have not permission for 'POST /notification/${newest.id}/read'`);
      assert.equal(await unreadCount(ada), 2);

      const read = { ...newest, isRead: true };
      assert.deepEqual((await ada.call("readNotification", 200, { path })).body, read);
      assert.deepEqual((await ada.call("readNotification", 200, { path })).body, read);
      assert.equal(await unreadCount(ada), 1);
      assert.deepEqual((await allItems(ada, "listNotifications"))[0], read);
      await ada.call("readNotification", 404, { path: { notificationId: absentId } });
    },
  },
  {
    id: "notification/unread",
    title: "listNotifications filters by unread, page by page",
    source: specAt("/paths/~1notification/get"),
    operations: ["listNotifications"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      await commentedOn(ada, bob, 5);
      const everything = await allItems(ada, "listNotifications", {}, 2);
      const middle = everything[2];
      assert.ok(everything.length === 5 && middle);
      await ada.call("readNotification", 200, { path: { notificationId: middle.id } });

      const ids = async (query: Record<string, boolean>) =>
        (await allItems(ada, "listNotifications", { query }, 2)).map(({ id }) => id);
      const unread = everything.filter(({ id }) => id !== middle.id).map(({ id }) => id);
      assert.deepEqual(await ids({ unread: true }), unread);
      assert.deepEqual(await ids({ unread: false }), [middle.id]);
      assert.equal((await ada.call("listNotifications", 200, { query: { unread: false } })).body.unreadCount, 4);
    },
  },
  {
    id: "notification/pages-churn",
    title: "notifications that arrive or are read during paging neither repeat nor hide other notifications",
    source: specAt("info: Pages"),
    operations: ["listNotifications"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const path = await commentedOn(ada, bob, 6);
      const expected = (await allItems(ada, "listNotifications")).map(({ id }) => id);
      const seen: number[] = [];
      const churn = async () => {
        await bob.call("createComment", 201, { path, body: { content: "Meanwhile" } });
        const last = seen.at(-1);
        if (last !== undefined) await ada.call("readNotification", 200, { path: { notificationId: last } });
      };
      for await (const page of walkPages(ada, "listNotifications", { query: { limit: 2, unread: true } }, churn)) {
        seen.push(...page.map(({ id }) => id));
      }
      assert.deepEqual(seen, expected);
    },
  },
  {
    id: "notification/read-all",
    title: "readNotifications marks all, or all up to an id, and returns how many it changed",
    source: specAt("/paths/~1notification~1read/post"),
    operations: ["readNotifications"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      await commentedOn(ada, bob, 4);
      const notifications = await allItems(ada, "listNotifications");
      const second = notifications[2];
      assert.ok(second);

      assert.deepEqual((await ada.call("readNotifications", 200, { body: { upTo: second.id } })).body, { updated: 2 });
      assert.deepEqual(
        (await allItems(ada, "listNotifications")).map(({ isRead }) => isRead),
        [false, false, true, true],
      );
      assert.equal(await unreadCount(ada), 2);
      assert.deepEqual((await bob.call("readNotifications", 200)).body, { updated: 0 });
      assert.equal(await unreadCount(ada), 2);

      assert.deepEqual((await ada.call("readNotifications", 200)).body, { updated: 2 });
      assert.deepEqual((await ada.call("readNotifications", 200, { body: {} })).body, { updated: 0 });
      await ada.call("listNotifications", 204, { query: { unread: true } });
      assert.equal(await unreadCount(ada), 0);
    },
  },
  {
    id: "notification/read-all-race",
    title: "notifications that arrive during readNotifications are not lost, and unreadCount is right",
    source: specAt("/paths/~1notification~1read/post"),
    operations: ["readNotifications", "createComment"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const path = await commentedOn(ada, bob, 3);
      await Promise.all([
        ...Array.from({ length: 6 }, () => bob.call("createComment", 201, { path, body: { content: "Now" } })),
        ...Array.from({ length: 6 }, () => ada.call("readNotifications", 200)),
      ]);
      const notifications = await allItems(ada, "listNotifications");
      assert.equal(notifications.length, 9);
      assert.equal(await unreadCount(ada), notifications.filter(({ isRead }) => !isRead).length);
    },
  },
];
