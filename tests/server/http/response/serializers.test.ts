import assert from "node:assert/strict";
import { test } from "node:test";
import { isSerializedBody, type SerializedBody } from "../../../../src/server/http/response/serialized-body.ts";
import { serializers } from "../../serializers.ts";

const { serialize } = serializers;
const post = {
  id: 7,
  owner: { id: "ada.lovelace", name: "Ada", nickname: null },
  content: 'A "quoted" line\n, a back\\slash, 한국어, \u{1F600}, half of one \ud83d, \u0000 and \u2028',
  createdAt: "2026-03-02T09:15:00.000Z",
  updatedAt: "2026-03-02T09:15:00.000Z",
  commentCount: 0,
  reactionCounts: { "1": 1, "2": 0, "3": 0, "4": 0, "5": 9007199254740991 },
  myReaction: null,
};

test("a documented body is serialized as JSON.stringify does it", () => {
  assert.equal(serialize("getPost", 200, post), JSON.stringify(post));
  const page = { items: [post, { ...post, myReaction: 3 }], nextCursor: null };
  assert.equal(serialize("getMyTimeline", 200, page), JSON.stringify(page));
});

test("a property that the schema does not have is left out, at any depth", () => {
  const leaky = { ...post, password: "secret", owner: { ...post.owner, passwordHash: "secret" } };
  assert.deepEqual(JSON.parse(serialize("getPost", 200, leaky)), JSON.parse(JSON.stringify(post)));
});

test("a body without a required property is an error", () => {
  const { content: _content, ...rest } = post;
  assert.throws(() => serialize("getPost", 200, rest), /"content" is required/);
});

test("refusals and undocumented bodies are serialized by JSON.stringify", () => {
  const refusal = { result: "Bad Request", hint: 'content must have "1" character', more: 1 };
  assert.equal(serialize("getPost", 400, refusal), JSON.stringify(refusal));
  assert.equal(serialize("unmatched", 404, refusal), JSON.stringify(refusal));
  assert.equal(serialize(undefined, 200, refusal), JSON.stringify(refusal));
});

test("a serializer for a page makes the same JSON as UTF-8", () => {
  const page = { items: [post], nextCursor: null };
  assert.equal(serializers.get("listPosts", 200)(page).bytes.toString(), JSON.stringify(page));
});

test("the data of an event is serialized by the schema of its events", () => {
  const actor = { id: "ada.lovelace", name: "Ada", nickname: null };
  const data = { id: 7, type: 1, actor, postId: 3, isRead: false, createdAt: "2026-03-02T09:15:00.000Z" };
  assert.equal(serialize("streamNotifications", 200, data), JSON.stringify(data));
  assert.equal(serialize("streamNotifications", 200, { ...data, password: "secret" }), JSON.stringify(data));
});

test("only a serializer makes a serialized body", () => {
  // @ts-expect-error The symbol is missing, which only serialized-body.ts has.
  const forged: SerializedBody<unknown> = { bytes: Buffer.from("{}") };
  assert.equal(isSerializedBody(forged), false);
  assert.equal(isSerializedBody(serializers.get("getPost", 200)(post)), true);
});
