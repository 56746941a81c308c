import assert from "node:assert/strict";
import type { RuleContext } from "../context.ts";
import { emptyReactionCounts } from "../data.ts";
import type { Member } from "../members.ts";
import { allItems, postsSince } from "../pages.ts";
import { type ContractRule, guideline, specAt } from "../rule.ts";

const roundCount = 6;

function guestCount(scale: RuleContext["scale"]): number {
  return scale(6, 12, 24);
}

/** Counts the reactions of each type. */
function tally(types: readonly number[]): Record<string, number> {
  const counts: Record<string, number> = { ...emptyReactionCounts };
  for (const type of types) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

/** Asserts that the counters of a post equal the lengths of its lists. */
async function assertCounted(reader: Member, postId: number): Promise<void> {
  const path = { postId };
  const { body: post } = await reader.call("getPost", 200, { path });
  const reactions = await allItems(reader, "listPostReactions", { path });
  const comments = await allItems(reader, "listComments", { path });
  assert.deepEqual(post.reactionCounts, tally(reactions.map(({ type }) => type)));
  assert.equal(post.commentCount, comments.length);
  const users = reactions.map(({ user }) => user.id);
  assert.equal(new Set(users).size, users.length, "a member has two reactions");
  for (const [type, count] of Object.entries(post.reactionCounts)) {
    assert.equal((await allItems(reader, "listPostReactions", { path, query: { type } })).length, count);
  }
}

export const concurrencyRules: readonly ContractRule[] = [
  {
    id: "concurrency/all-at-once",
    title: "all counters are right after many members concurrently react to and comment on one post",
    source: specAt("/components/schemas/ReactionCounts"),
    operations: [
      "reactToPost",
      "unreactToPost",
      "reactToComment",
      "unreactToComment",
      "createComment",
      "deleteComment",
    ],
    phase: "alone",
    async run({ members, scale }) {
      const [owner] = await members(1);
      const guests: Member[] = await members(guestCount(scale));
      const { body: post } = await owner.call("createPost", 201, { body: { content: "Come all" } });
      const path = { postId: post.id };
      const { body: shared } = await owner.call("createComment", 201, { path, body: { content: "React to me" } });
      const commentPath = { ...path, commentId: shared.id };
      const expectedByMember = new Map<string, { post: number | null; comment: number | null; comments: number }>();

      await Promise.all(
        guests.map(async (member, index) => {
          const state = { post: null as number | null, comment: null as number | null, comments: 0 };
          expectedByMember.set(member.id, state);
          for (let round = 0; round < roundCount; round++) {
            const type = ((index + round) % 5) + 1;
            const { body: reaction } = await member.call("reactToPost", 201, { path, body: { type } });
            assert.equal(reaction.isModified, state.post !== null);
            state.post = type;
            await member.call("reactToComment", 201, { path: commentPath, body: { type } });
            state.comment = type;
            const { body: comment } = await member.call("createComment", 201, {
              path,
              body: { content: `Round ${round}` },
            });
            state.comments++;
            if ((index + round) % 3 === 0) {
              assert.equal((await member.call("unreactToPost", 200, { path })).body.type, type);
              state.post = null;
              await member.call("unreactToComment", 200, { path: commentPath });
              state.comment = null;
            }
            if ((index + round) % 4 === 0) {
              await member.call("deleteComment", 200, { path: { ...path, commentId: comment.id } });
              state.comments--;
            }
          }
        }),
      );

      await assertCounted(owner, post.id);
      const expected = [...expectedByMember.values()];
      const { body: after } = await owner.call("getPost", 200, { path });
      assert.deepEqual(after.reactionCounts, tally(expected.flatMap((state) => state.post ?? [])));
      assert.equal(after.commentCount, 1 + expected.reduce((sum, state) => sum + state.comments, 0));
      const [first] = (await owner.call("listComments", 200, { path })).body.items;
      assert.equal(first?.id, shared.id);
      assert.deepEqual(first.reactionCounts, tally(expected.flatMap((state) => state.comment ?? [])));
      for (const member of guests) {
        assert.equal(
          (await member.call("getPost", 200, { path })).body.myReaction,
          expectedByMember.get(member.id)?.post,
        );
      }

      const notifications = await allItems(owner, "listNotifications");
      const reactions = notifications.filter(({ type }) => type === 2);
      assert.equal(reactions.length, guests.length, "one notification for each member who reacted");
      assert.equal(new Set(reactions.map(({ actor }) => actor.id)).size, guests.length);
      assert.equal(
        notifications.length - reactions.length,
        guests.length * roundCount,
        "one notification for each comment",
      );
      assert.equal((await owner.call("listNotifications", 200)).body.unreadCount, notifications.length);
    },
  },
  {
    id: "concurrency/one-reaction",
    title: "a member who concurrently reacts and takes reactions back ends with at most one reaction",
    source: guideline("Model, reaction_post"),
    operations: ["reactToPost", "unreactToPost"],
    phase: "alone",
    async run({ members, scale }) {
      const [owner, member] = await members(2);
      const { body: post } = await owner.call("createPost", 201, { body: { content: "Make up your mind" } });
      const path = { postId: post.id };
      await Promise.all(
        Array.from({ length: guestCount(scale) }, (_, index) =>
          index % 3 === 2
            ? member.callAny("unreactToPost", [200, 404], { path })
            : member.call("reactToPost", 201, { path, body: { type: (index % 5) + 1 } }),
        ),
      );
      await assertCounted(owner, post.id);
      assert.ok((await allItems(owner, "listPostReactions", { path })).length <= 1);
      assert.equal((await allItems(owner, "listNotifications")).length, 1);
    },
  },
  {
    id: "concurrency/post-deleted",
    title:
      "a post that is deleted during concurrent comments and reactions is gone, and no request gets a server error",
    source: specAt("/tags/Post"),
    operations: ["deletePost"],
    phase: "alone",
    async run({ members, scale }) {
      const guests: Member[] = await members(guestCount(scale));
      const [owner] = await members(1);
      const { body: post } = await owner.call("createPost", 201, { body: { content: "Going" } });
      const path = { postId: post.id };
      await Promise.all([
        ...guests.flatMap((member) => [
          member.callAny("reactToPost", [201, 404], { path, body: { type: 1 } }),
          member.callAny("createComment", [201, 400], { path, body: { content: "Going?" } }),
        ]),
        owner.call("deletePost", 200, { path }),
      ]);
      await owner.call("getPost", 204, { path });
      await owner.call("listNotifications", 204);
      assert.deepEqual(await allItems(owner, "getMyTimeline"), []);
    },
  },
  {
    id: "concurrency/comment-deleted",
    title: "a comment that is deleted during concurrent reactions is gone, and no request gets a server error",
    source: specAt("/tags/Comment"),
    operations: ["deleteComment"],
    phase: "alone",
    async run({ members }) {
      const guests: Member[] = await members(8);
      const [owner] = await members(1);
      const { body: post } = await owner.call("createPost", 201, { body: { content: "A post" } });
      const { body: comment } = await owner.call("createComment", 201, {
        path: { postId: post.id },
        body: { content: "Going" },
      });
      const path = { postId: post.id, commentId: comment.id };
      await Promise.all([
        ...guests.map((member) => member.callAny("reactToComment", [201, 404], { path, body: { type: 1 } })),
        owner.call("deleteComment", 200, { path }),
        ...guests.map((member) => member.callAny("unreactToComment", [200, 404], { path })),
      ]);
      assert.equal((await owner.call("getPost", 200, { path: { postId: post.id } })).body.commentCount, 0);
      assert.deepEqual(await allItems(owner, "listComments", { path: { postId: post.id } }), []);
    },
  },
  {
    id: "concurrency/many-posts",
    title: "every post that is created concurrently gets its own id and is in the list",
    source: guideline("게시글, 게시글 업로드: 201"),
    operations: ["createPost", "listPosts"],
    phase: "alone",
    async run({ members, scale }) {
      const guests: Member[] = await members(guestCount(scale));
      const [reader] = guests;
      assert.ok(reader);
      const ids = await Promise.all(
        guests.map(async (member) => (await member.call("createPost", 201, { body: { content: "Me too" } })).body.id),
      );
      assert.equal(new Set(ids).size, guests.length);
      const listed = new Set((await postsSince(reader, Math.min(...ids))).map(({ id }) => id));
      for (const id of ids) assert.ok(listed.has(id), `post ${id} is not in the list`);
    },
  },
];
