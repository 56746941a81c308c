import assert from "node:assert/strict";
import { assertStatus } from "../assertions.ts";
import type { OperationId } from "../client.ts";
import type { RuleContext } from "../context.ts";
import { traitsOf } from "../operation-traits.ts";
import { allItems, postsSince } from "../pages.ts";
import { exampleRequest, operationIds } from "../requests.ts";
import { type ContractRule, specAt } from "../rule.ts";
import type { Spec, SpecOperation } from "../spec.ts";

/** Checks by operation that a deleted post is gone. */
type Checks = Partial<Record<OperationId, () => Promise<unknown>>>;

const lists: readonly OperationId[] = ["listPosts", "getMyTimeline", "getTimeline", "listNotifications"];

/** The operations whose path names a post. */
function operationsOnPosts(spec: Spec): readonly OperationId[] {
  return operationIds(spec).filter((id) => spec.operation(id).path.includes("{postId}"));
}

export function deletedRules(spec: Spec): readonly ContractRule[] {
  return [
    {
      id: "post/delete-gone",
      title: "after deletePost, no other operation finds the post",
      source: specAt("/tags/Post"),
      operations: [...new Set<OperationId>(["deletePost", ...operationsOnPosts(spec), ...lists])],
      async run(context) {
        const checks = await deletePost(context);
        const errors: unknown[] = [];
        const entries = Object.entries(checks) as [OperationId, () => Promise<unknown>][];
        for (const [id, check] of entries) {
          await context.blame(id, check).catch((error: unknown) => errors.push(error));
        }
        const [first] = errors;
        if (errors.length === 0) return;
        // A minority of operations that still find the post are wrong themselves; if most find it, it was never deleted.
        if (errors.length <= entries.length / 2) throw first;
        await context.blame("deletePost", () => assert.fail(`the post still exists: ${String(first)}`));
      },
    },
  ];
}

async function deletePost({ spec, members }: RuleContext): Promise<Checks> {
  const [owner, guest] = await members(2);
  const { body: post } = await owner.call("createPost", 201, { body: { content: "Soon gone" } });
  const path = { postId: post.id };
  const { body: comment } = await guest.call("createComment", 201, { path, body: { content: "A pity" } });
  await guest.call("reactToPost", 201, { path, body: { type: 1 } });
  assert.deepEqual((await owner.call("deletePost", 200, { path })).body, { id: post.id });

  const onPosts = operationsOnPosts(spec).map((id) => {
    const operation = spec.operation(id);
    // The guest wrote the comment and the reaction.
    const caller = operation.path.endsWith("/{postId}") ? owner : guest;
    const check = async () => {
      const request = { ...exampleRequest(operation), path: { ...path, commentId: comment.id } };
      assertStatus(id, "the id of a deleted post", await caller.attempt(id, request), [deletedStatus(operation, id)]);
    };
    return [id, check] as const;
  });
  return {
    ...Object.fromEntries(onPosts),
    listPosts: async () => {
      const posts = await postsSince(guest, post.id);
      assert.ok(
        posts.every(({ id }) => id !== post.id),
        "listPosts still has the post",
      );
    },
    getMyTimeline: async () => assert.deepEqual(await allItems(owner, "getMyTimeline"), []),
    getTimeline: async () => assert.deepEqual(await allItems(guest, "getTimeline", { path: { userId: owner.id } }), []),
    listNotifications: () => owner.call("listNotifications", 204),
  };
}

function deletedStatus({ method }: SpecOperation, id: OperationId): number {
  return traitsOf(id).deletedPostStatus ?? (method === "GET" ? 204 : 404);
}
