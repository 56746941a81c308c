import assert from "node:assert/strict";
import { test } from "node:test";
import { presentPost } from "../../../src/server/features/post/present.ts";
import { noReactions } from "../../../src/server/features/reaction/counts.ts";
import { createPageTemplate, fillTemplate } from "../../../src/server/pagination/page-template.ts";
import { serializers } from "../serializers.ts";

const createdAt = "2026-03-02T09:15:00.000Z";

test("reactions are filled in whatever members wrote", () => {
  const texts = [
    '"myReaction":null',
    '\\"myReaction":null,',
    'myReaction":null}',
    '\\\\"myReaction":null',
    '","myReaction":null,"x":"',
    "한국어 😀\u2028\ud83d",
  ];
  const items = texts.map((content, id) =>
    presentPost({
      ...{ id, content, commentCount: 0, createdAt, updatedAt: createdAt, myReaction: null },
      ...{ authorId: "ada.l", authorName: content, authorNickname: content },
      ...noReactions,
    }),
  );
  const page = { items, nextCursor: null };
  const body = serializers.get("listPosts", 200)(page);
  const ids = items.map(({ id }) => id);
  const template = createPageTemplate(body, { ids, hasReactions: true, totalProperty: undefined });
  assert.deepEqual(JSON.parse(body.bytes.toString()), JSON.parse(Buffer.from(JSON.stringify(page)).toString()));
  assert.equal(fillTemplate(template, undefined, 0), body);
  const types = new Map([0, 2, 3, 5].map((id) => [id, id + 1]));
  const changed = JSON.parse(fillTemplate(template, types, 0).bytes.toString());
  const wanted = { ...page, items: items.map((item) => ({ ...item, myReaction: types.get(item.id) ?? null })) };
  assert.deepEqual(changed, JSON.parse(Buffer.from(JSON.stringify(wanted)).toString()));
});

test("a total is filled in", () => {
  const actor = { id: "ada.l", name: '"unreadCount":0}', nickname: null };
  const item = { id: 0, type: 1, actor, postId: 0, isRead: false, createdAt };
  const page = { items: [item], nextCursor: null, unreadCount: 0 };
  const body = serializers.get("listNotifications", 200)(page);
  const template = createPageTemplate(body, { ids: [0], hasReactions: false, totalProperty: "unreadCount" });
  for (const unreadCount of [0, 7, 12_345]) {
    assert.deepEqual(JSON.parse(fillTemplate(template, undefined, unreadCount).bytes.toString()), {
      ...page,
      unreadCount,
    });
  }
});

test("a body without its placeholders is an error", () => {
  const body = serializers.get("listNotifications", 200)({ items: [], nextCursor: null, unreadCount: 3 });
  const options = { ids: [], hasReactions: false, totalProperty: "unreadCount" };
  assert.throws(() => createPageTemplate(body, options), /Expected "unreadCount":0 at byte/);
  const missing = { ...options, totalProperty: "total" };
  assert.throws(
    () => createPageTemplate(body, missing),
    /Expected 1 occurrences of "total" in a serialized body, but found 0/,
  );
  const reactions = { ids: [1], hasReactions: true, totalProperty: undefined };
  assert.throws(() => createPageTemplate(body, reactions), /Expected 1 occurrences of "myReaction"/);
});
