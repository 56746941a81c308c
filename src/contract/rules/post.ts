import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { absentId, clockStepMs, emptyReactionCounts } from "../data.ts";
import { type ContractRule, guideline, specAt } from "../rule.ts";

export const postRules: readonly ContractRule[] = [
  {
    id: "post/create",
    title: "createPost returns the post and its Location, where other members read the same post",
    source: guideline("게시글, 게시글 업로드: 201"),
    operations: ["createPost", "getPost"],
    async run({ members, now }) {
      const [ada, bob] = await members(2);
      const created = await ada.call("createPost", 201, { body: { content: "Hello, world" } });

      const { id, createdAt, ...post } = created.body;
      assert.equal(created.headers.get("location"), `/post/${id}`);
      assert.deepEqual(post, {
        owner: { id: ada.id, name: ada.name, nickname: null },
        content: "Hello, world",
        updatedAt: createdAt,
        commentCount: 0,
        reactionCounts: emptyReactionCounts,
        myReaction: null,
      });
      assert.ok(Math.abs(Date.parse(createdAt) - now().getTime()) < 60_000, `createdAt is ${createdAt}`);
      assert.deepEqual((await bob.call("getPost", 200, { path: { postId: id } })).body, created.body);
    },
  },
  {
    id: "post/ids-grow",
    title: "post ids increase with time",
    source: specAt("info: Requests"),
    operations: ["createPost"],
    async run({ members }) {
      const [ada] = await members(1);
      const first = await ada.call("createPost", 201, { body: { content: "First" } });
      const second = await ada.call("createPost", 201, { body: { content: "Second" } });
      assert.ok(second.body.id > first.body.id);
    },
  },
  {
    id: "post/text",
    title: "the server returns text exactly as it was written",
    source: guideline("게시글, 특정 게시글 조회"),
    operations: ["createPost", "getPost"],
    async run({ members }) {
      const [ada] = await members(1);
      const content =
        " \t<b>&amp;</b> 'quoted' \"twice\" \\ $1 ?; DROP TABLE posts; --\r\n日本語 e\u0301 \u202e \ufeff\u0001 👩‍👩‍👧 ";
      const { body: post } = await ada.call("createPost", 201, { body: { content } });
      assert.equal(post.content, content);
      assert.equal((await ada.call("getPost", 200, { path: { postId: post.id } })).body.content, content);
    },
  },
  {
    id: "post/none",
    title: "getPost answers 204 when the post does not exist",
    source: guideline("게시글, 특정 게시글 조회: 204"),
    operations: ["getPost"],
    async run({ members }) {
      const [ada] = await members(1);
      await ada.call("getPost", 204, { path: { postId: absentId } });
    },
  },
  {
    id: "post/update",
    title: "updatePost changes the content and updatedAt, and nothing else",
    source: guideline("게시글, 게시글 수정: 200"),
    operations: ["updatePost"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const { body: post } = await ada.call("createPost", 201, { body: { content: "Before" } });
      const path = { postId: post.id };
      await bob.call("reactToPost", 201, { path, body: { type: 3 } });

      await delay(clockStepMs);
      const { body: changed } = await ada.call("updatePost", 200, { path, body: { content: "After" } });
      const { updatedAt, ...rest } = changed;
      const { updatedAt: before, ...expected } = post;
      assert.deepEqual(rest, { ...expected, content: "After", reactionCounts: { ...emptyReactionCounts, 3: 1 } });
      assert.ok(updatedAt > before, `updatedAt is ${updatedAt}`);
      assert.deepEqual((await ada.call("getPost", 200, { path })).body, changed);
    },
  },
  {
    id: "post/write-none",
    title: "updatePost and deletePost answer 404 when the post does not exist",
    source: specAt("info: Errors"),
    operations: ["updatePost", "deletePost"],
    async run({ members }) {
      const [ada] = await members(1);
      const path = { postId: absentId };
      await ada.call("updatePost", 404, { path, body: { content: "Nothing" } });
      await ada.call("deletePost", 404, { path });
    },
  },
  {
    id: "post/delete-race",
    title: "of concurrent deletions of one post, exactly one succeeds",
    source: guideline("게시글, 게시글 삭제"),
    operations: ["deletePost"],
    async run({ members }) {
      const [ada] = await members(1);
      const { body: post } = await ada.call("createPost", 201, { body: { content: "Once" } });
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => ada.callAny("deletePost", [200, 404], { path: { postId: post.id } })),
      );
      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    },
  },
];
