import assert from "node:assert/strict";
import { postsSince, walkPages } from "../pages.ts";
import { type ContractRule, guideline, specAt } from "../rule.ts";

export const postListRules: readonly ContractRule[] = [
  {
    id: "post/list",
    title: "listPosts returns the newest first, in pages of the requested size, each post once",
    source: guideline("게시글, 게시글 목록 조회(pagination)"),
    operations: ["listPosts"],
    async run({ members }) {
      const [ada] = await members(1);
      const written: number[] = [];
      for (let i = 0; i < 7; i++) {
        written.push((await ada.call("createPost", 201, { body: { content: `Post ${i}` } })).body.id);
      }
      const posts = await postsSince(ada, Math.min(...written), 3);
      assert.deepEqual(
        posts.filter(({ owner }) => owner.id === ada.id).map(({ id }) => id),
        written.toReversed(),
      );
      const ids = posts.map(({ id }) => id);
      assert.deepEqual(
        ids,
        ids.toSorted((a, b) => b - a),
      );
      assert.equal(new Set(ids).size, ids.length);
    },
  },
  {
    id: "post/list-same-post",
    title: "listPosts returns the same post as getPost, with the reader's own reaction",
    source: specAt("/paths/~1post/get"),
    operations: ["listPosts"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const { body: post } = await ada.call("createPost", 201, { body: { content: "Look" } });
      const path = { postId: post.id };
      await bob.call("reactToPost", 201, { path, body: { type: 4 } });
      await bob.call("createComment", 201, { path, body: { content: "I did" } });
      for (const reader of [ada, bob]) {
        const { body: itself } = await reader.call("getPost", 200, { path });
        const listed = (await postsSince(reader, post.id)).find(({ id }) => id === post.id);
        assert.deepEqual(listed, itself);
        assert.equal(itself.commentCount, 1);
        assert.equal(itself.myReaction, reader === bob ? 4 : null);
      }
    },
  },
  {
    id: "post/pages-churn",
    title: "posts that are created or deleted during paging neither repeat nor hide other posts",
    source: specAt("info: Pages"),
    operations: ["getMyTimeline"],
    async run({ members }) {
      const [ada] = await members(1);
      const ids: number[] = [];
      for (let i = 0; i < 12; i++) {
        ids.push((await ada.call("createPost", 201, { body: { content: `Post ${i}` } })).body.id);
      }
      const seen: number[] = [];
      const churn = async (page: number) => {
        await ada.call("createPost", 201, { body: { content: "Meanwhile" } });
        // Deletes the last post shown, from which the cursor was made, and later the post after the next one.
        const shown = seen.at(-1);
        const later = ids[ids.length - 2 - seen.length];
        if (page === 1 && shown !== undefined) await ada.call("deletePost", 200, { path: { postId: shown } });
        if (page === 2 && later !== undefined) {
          await ada.call("deletePost", 200, { path: { postId: later } });
          ids.splice(ids.indexOf(later), 1);
        }
      };
      for await (const page of walkPages(ada, "getMyTimeline", { query: { limit: 3 } }, churn))
        seen.push(...page.map(({ id }) => id));
      assert.deepEqual(seen, ids.toReversed());
    },
  },
];
