import assert from "node:assert/strict";
import type { OperationId } from "../client.ts";
import type { RuleContext } from "../context.ts";
import { all, postsSince } from "../pages.ts";
import { type Rule, specAt } from "../rule.ts";

/** What shows that a post was deleted, by the operation that one asks. */
type Signs = Partial<Record<OperationId, () => Promise<unknown>>>;

export const deletedRules: readonly Rule[] = [
  {
    id: "post/delete-gone",
    title: "a deleted post is gone everywhere",
    source: specAt("/tags/Post"),
    operations: [
      "deletePost",
      "getPost",
      "listComments",
      "listPostReactions",
      "listPosts",
      "getMyTimeline",
      "getTimeline",
      "listNotifications",
      "updatePost",
      "reactToPost",
      "unreactToPost",
      "createComment",
      "updateComment",
      "deleteComment",
      "reactToComment",
      "unreactToComment",
    ],
    async run(context) {
      const signs = await deleteOne(context);
      const faults: unknown[] = [];
      const entries = Object.entries(signs) as [OperationId, () => Promise<unknown>][];
      for (const [id, look] of entries) await context.blame(id, look).catch((error: unknown) => faults.push(error));
      const [first] = faults;
      if (faults.length === 0) return;
      // What few operations still show is their fault; what most of them show was never deleted.
      if (faults.length <= entries.length / 2) throw first;
      await context.blame("deletePost", () => assert.fail(`it is still there: ${String(first)}`));
    },
  },
];

async function deleteOne({ members }: RuleContext): Promise<Signs> {
  const [ada, bob] = await members(2);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "Soon gone" } });
  const path = { postId: post.id };
  const { body: comment } = await bob.call("createComment", 201, { path, body: { content: "A pity" } });
  await bob.call("reactToPost", 201, { path, body: { type: 1 } });
  const commentPath = { ...path, commentId: comment.id };
  assert.deepEqual((await ada.call("deletePost", 200, { path })).body, { id: post.id });

  const body = { content: "Too late" };
  return {
    getPost: () => ada.call("getPost", 204, { path }),
    listComments: () => ada.call("listComments", 204, { path }),
    listPostReactions: () => ada.call("listPostReactions", 204, { path }),
    listPosts: async () => {
      const listed = await postsSince(bob, post.id);
      assert.ok(
        listed.every(({ id }) => id !== post.id),
        "it is in the list",
      );
    },
    getMyTimeline: async () => assert.deepEqual(await all(ada, "getMyTimeline"), []),
    getTimeline: async () => assert.deepEqual(await all(bob, "getTimeline", { path: { userId: ada.id } }), []),
    listNotifications: () => ada.call("listNotifications", 204),
    updatePost: () => ada.call("updatePost", 404, { path, body }),
    deletePost: () => ada.call("deletePost", 404, { path }),
    unreactToPost: () => bob.call("unreactToPost", 404, { path }),
    createComment: () => bob.call("createComment", 400, { path, body }),
    updateComment: () => bob.call("updateComment", 404, { path: commentPath, body }),
    deleteComment: () => bob.call("deleteComment", 404, { path: commentPath }),
    unreactToComment: () => ada.call("unreactToComment", 404, { path: commentPath }),
    reactToComment: () => ada.call("reactToComment", 404, { path: commentPath, body: { type: 1 } }),
    reactToPost: () => bob.call("reactToPost", 404, { path, body: { type: 2 } }),
  };
}
