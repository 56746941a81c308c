import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { compileSerializers } from "../../../../src/server/http/response/serializers.ts";
import { packageRoot } from "../../../../src/util/package-root.ts";

const document = JSON.parse(await readFile(join(packageRoot, "generated", "openapi.json"), "utf8"));
const serialize = compileSerializers(document);
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

test("what a schema describes is written as JSON.stringify writes it", () => {
  assert.equal(serialize("getPost", 200, post), JSON.stringify(post));
  const page = { items: [post, { ...post, myReaction: 3 }], nextCursor: null };
  assert.equal(serialize("getMyTimeline", 200, page), JSON.stringify(page));
});

test("what a schema does not have is left out, at any depth", () => {
  const leaky = { ...post, password: "secret", owner: { ...post.owner, passwordHash: "secret" } };
  assert.deepEqual(JSON.parse(serialize("getPost", 200, leaky)), JSON.parse(JSON.stringify(post)));
});

test("what a schema requires and a body lacks is a fault", () => {
  const { content: _content, ...rest } = post;
  assert.throws(() => serialize("getPost", 200, rest), /"content" is required/);
});

test("refusals and what no operation documents are written as they are", () => {
  const refusal = { result: "Bad Request", hint: 'content must have "1" character', more: 1 };
  assert.equal(serialize("getPost", 400, refusal), JSON.stringify(refusal));
  assert.equal(serialize("unmatched", 404, refusal), JSON.stringify(refusal));
  assert.equal(serialize(undefined, 200, refusal), JSON.stringify(refusal));
});
