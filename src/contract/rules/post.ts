import assert from "node:assert/strict";
import { absentId, emoji, noReactions } from "../data.ts";
import { all, postsSince } from "../pages.ts";
import { guideline, type Rule, specAt } from "../rule.ts";

export const postRules: readonly Rule[] = [
  {
    id: "post/create",
    title: "createPost answers with the post, says where it is, and a reader finds the same there",
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
        reactionCounts: noReactions,
        myReaction: null,
      });
      assert.ok(Math.abs(Date.parse(createdAt) - now().getTime()) < 60_000, `createdAt is ${createdAt}`);
      assert.deepEqual((await bob.call("getPost", 200, { path: { postId: id } })).body, created.body);
    },
  },
  {
    id: "post/ids-grow",
    title: "ids of posts grow with time",
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
    id: "post/length",
    title: "a post holds 3000 code points, whatever they are, and not one more",
    source: guideline("Model, post: 내용 length 1~3000"),
    operations: ["createPost"],
    async run({ members }) {
      const [ada] = await members(1);
      const content = emoji(3000);
      const created = await ada.call("createPost", 201, { body: { content } });
      assert.equal((await ada.call("getPost", 200, { path: { postId: created.body.id } })).body.content, content);

      const refused = await ada.call("createPost", 400, { body: { content: `${content}a` } });
      assert.match(refused.body.hint, /content/);
      await ada.call("createPost", 400, { body: { content: "" } });
      assert.equal((await all(ada, "getMyTimeline")).length, 1);
    },
  },
  {
    id: "post/text",
    title: "text comes back as it was written",
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
    title: "getPost answers 204 where there is no such post",
    source: guideline("게시글, 특정 게시글 조회: 204"),
    operations: ["getPost"],
    async run({ members }) {
      const [ada] = await members(1);
      await ada.call("getPost", 204, { path: { postId: absentId } });
    },
  },
  {
    id: "post/update",
    title: "updatePost changes the text and the time of change, nothing else",
    source: guideline("게시글, 게시글 수정: 200"),
    operations: ["updatePost"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const { body: post } = await ada.call("createPost", 201, { body: { content: "Before" } });
      const path = { postId: post.id };
      await bob.call("reactToPost", 201, { path, body: { type: 3 } });

      const { body: changed } = await ada.call("updatePost", 200, { path, body: { content: "After" } });
      const { updatedAt, ...rest } = changed;
      const { updatedAt: before, ...expected } = post;
      assert.deepEqual(rest, { ...expected, content: "After", reactionCounts: { ...noReactions, 3: 1 } });
      assert.ok(updatedAt >= before);
      assert.deepEqual((await ada.call("getPost", 200, { path })).body, changed);
    },
  },
  {
    id: "post/update-stranger",
    title: "updatePost refuses a stranger with 403 and keeps the text",
    source: guideline("게시글, 게시글 수정: 403"),
    operations: ["updatePost"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const { body: post } = await ada.call("createPost", 201, { body: { content: "Mine" } });
      const path = { postId: post.id };

      const refused = await bob.call("updatePost", 403, { path, body: { content: "Yours?" } });
      assert.equal(refused.body.hint, `You have not permission for 'PATCH /post/${post.id}'`);
      assert.deepEqual((await ada.call("getPost", 200, { path })).body, post);
    },
  },
  {
    id: "post/admin-owns-none",
    title: "an admin owns no post of another's",
    source: specAt("/paths/~1post~1{postId}/patch/x-permission"),
    operations: ["updatePost", "deletePost"],
    needs: "admin",
    async run({ members, admin }) {
      const [ada] = await members(1);
      const chief = await admin();
      const { body: post } = await ada.call("createPost", 201, { body: { content: "Mine" } });
      const path = { postId: post.id };
      await chief.call("updatePost", 403, { path, body: { content: "Ours?" } });
      await chief.call("deletePost", 403, { path });
      assert.deepEqual((await ada.call("getPost", 200, { path })).body, post);
    },
  },
  {
    id: "post/write-none",
    title: "updatePost and deletePost answer 404 where there is no such post",
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
    id: "post/delete-stranger",
    title: "deletePost refuses a stranger with exactly the guideline's body and keeps the post",
    source: guideline("게시글, 게시글 삭제: 403"),
    operations: ["deletePost"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const { body: post } = await ada.call("createPost", 201, { body: { content: "Mine" } });

      const refused = await bob.call("deletePost", 403, { path: { postId: post.id } });
      assert.equal(
        refused.text,
        `{"result":"Forbidden","hint":"You have not permission for 'DELETE /post/${post.id}'"}`,
      );
      assert.deepEqual((await ada.call("getPost", 200, { path: { postId: post.id } })).body, post);
    },
  },
  {
    id: "post/hint-without-query",
    title: "the permission hint has no query in it",
    source: specAt("info: Errors"),
    operations: ["deletePost", "listPosts"],
    async run({ anyone, members }) {
      const [ada, bob] = await members(2);
      const { body: post } = await ada.call("createPost", 201, { body: { content: "Mine" } });
      const refused = await bob.attempt("deletePost", { path: { postId: post.id }, query: "" });
      assert.deepEqual(refused.body, {
        result: "Forbidden",
        hint: `You have not permission for 'DELETE /post/${post.id}'`,
      });
      const listed = await anyone.call("listPosts", 403, { query: { limit: 3 } });
      assert.equal(listed.body.hint, "You have not permission for 'GET /post'");
    },
  },
  {
    id: "post/delete-gone",
    title: "a deleted post is gone everywhere",
    source: specAt("/tags/Post"),
    operations: ["deletePost"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const { body: post } = await ada.call("createPost", 201, { body: { content: "Soon gone" } });
      const path = { postId: post.id };
      const { body: comment } = await bob.call("createComment", 201, { path, body: { content: "A pity" } });
      await bob.call("reactToPost", 201, { path, body: { type: 1 } });
      const commentPath = { ...path, commentId: comment.id };

      assert.deepEqual((await ada.call("deletePost", 200, { path })).body, { id: post.id });

      await ada.call("getPost", 204, { path });
      await ada.call("listComments", 204, { path });
      await ada.call("listPostReactions", 204, { path });
      assert.ok(
        (await postsSince(bob, post.id)).every(({ id }) => id !== post.id),
        "it is in the list",
      );
      assert.deepEqual(await all(ada, "getMyTimeline"), []);
      assert.deepEqual(await all(bob, "getTimeline", { path: { userId: ada.id } }), []);
      await ada.call("listNotifications", 204);
      await ada.call("updatePost", 404, { path, body: { content: "Back?" } });
      await ada.call("deletePost", 404, { path });
      await bob.call("reactToPost", 404, { path, body: { type: 2 } });
      await bob.call("unreactToPost", 404, { path });
      await bob.call("createComment", 400, { path, body: { content: "Too late" } });
      await bob.call("updateComment", 404, { path: commentPath, body: { content: "Too late" } });
      await bob.call("deleteComment", 404, { path: commentPath });
      await ada.call("reactToComment", 404, { path: commentPath, body: { type: 1 } });
      await ada.call("unreactToComment", 404, { path: commentPath });
    },
  },
  {
    id: "post/delete-race",
    title: "of many who delete one post at once, one succeeds",
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
