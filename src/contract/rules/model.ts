import assert from "node:assert/strict";
import fc from "fast-check";
import type { RuleContext } from "../context.ts";
import type { Member } from "../members.ts";
import { allItems } from "../pages.ts";
import {
  assertVisibleState,
  type CommandContext,
  callerCount,
  type PostCommand,
  type PostModel,
  postCommands,
} from "../post-commands.ts";
import { type ContractRule, specAt } from "../rule.ts";

async function runSequence(
  members: readonly Member[],
  sequence: Iterable<PostCommand>,
  blame: RuleContext["blame"],
): Promise<void> {
  const [owner] = members;
  assert.ok(owner);
  const { body: post } = await owner.call("createPost", 201, { body: { content: "What do you think?" } });
  const model: PostModel = { reactions: new Map(), comments: [], notificationCount: 0, haveReacted: new Set() };
  const context: CommandContext = { members, postId: post.id, blame };
  await fc.asyncModelRun(() => ({ model, real: context }), sequence);
  for (const index of members.keys()) await assertVisibleState(model, context, index);
  const notifications = (await allItems(owner, "listNotifications")).filter(({ postId }) => postId === post.id);
  assert.equal(notifications.length, model.notificationCount, "the number of the owner's notifications");
  await owner.call("deletePost", 200, { path: { postId: post.id } });
}

export const modelRules: readonly ContractRule[] = [
  {
    id: "model/one-post",
    title: "counters, reactions and comments of a post match any sequence of actions by several members",
    source: specAt("/components/schemas/Post"),
    operations: [
      "reactToPost",
      "unreactToPost",
      "createComment",
      "deleteComment",
      "updateComment",
      "reactToComment",
      "unreactToComment",
      "getPost",
      "listComments",
    ],
    async run({ members, forAll, scale, blame }) {
      const people: readonly Member[] = await members(callerCount);
      await forAll(postCommands(scale(10, 20, 40)), (sequence) => runSequence(people, sequence, blame), {
        runs: scale(3, 12, 60),
      });
    },
  },
];
