import assert from "node:assert/strict";
import { type ContractRule, guideline } from "../rule.ts";

export const emptyDatabaseRules: readonly ContractRule[] = [
  {
    id: "fresh/no-post",
    title: "listPosts answers 204 when there are no posts, both initially and after the last one is deleted",
    source: guideline("게시글, 게시글 목록 조회: 204"),
    operations: ["listPosts"],
    phase: "first",
    async run({ members, exclude }) {
      const [ada] = await members(1);
      const before = await ada.callAny("listPosts", [200, 204]);
      if (before.status === 200) {
        assert.ok(Object(before.body).items.length > 0, "an empty list must get 204");
        exclude("listPosts", 204, "the server already has posts");
        return;
      }
      const { body: post } = await ada.call("createPost", 201, { body: { content: "The first" } });
      assert.deepEqual((await ada.call("listPosts", 200)).body, { items: [post], nextCursor: null });
      await ada.call("deletePost", 200, { path: { postId: post.id } });
      await ada.call("listPosts", 204);
    },
  },
];
