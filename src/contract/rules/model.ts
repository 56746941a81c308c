import assert from "node:assert/strict";
import fc from "fast-check";
import type { RuleContext } from "../context.ts";
import type { Member } from "../members.ts";
import { all } from "../pages.ts";
import { assertSeen, type Command, type CommandContext, callers, commands, type Model } from "../post-commands.ts";
import { type Rule, specAt } from "../rule.ts";

async function obey(
  people: readonly Member[],
  sequence: Iterable<Command>,
  blame: RuleContext["blame"],
): Promise<void> {
  const [owner] = people;
  assert.ok(owner);
  const { body: post } = await owner.call("createPost", 201, { body: { content: "What do you think?" } });
  const model: Model = { reactions: new Map(), comments: [], told: 0, reactedOnce: new Set() };
  const scene: CommandContext = { people, postId: post.id, blame };
  await fc.asyncModelRun(() => ({ model, real: scene }), sequence);
  for (const index of people.keys()) await assertSeen(model, scene, index);
  const told = (await all(owner, "listNotifications")).filter(({ postId }) => postId === post.id);
  assert.equal(told.length, model.told, "what the owner was told of");
  await owner.call("deletePost", 200, { path: { postId: post.id } });
}

export const modelRules: readonly Rule[] = [
  {
    id: "model/one-post",
    title: "whatever several callers do to a post, its counters, reactions and comments are what they did",
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
      const people: readonly Member[] = await members(callers);
      await forAll(commands(scale(10, 20, 40)), (sequence) => obey(people, sequence, blame), {
        runs: scale(3, 12, 60),
      });
    },
  },
];
