import assert from "node:assert/strict";
import { absentId, emptyReactionCounts } from "../data.ts";
import type { Member } from "../members.ts";
import { allItems } from "../pages.ts";
import { type ContractRule, guideline, specAt } from "../rule.ts";

const types = [1, 2, 3, 4, 5] as const;

async function postOf(member: Member) {
  return (await member.call("createPost", 201, { body: { content: "A post" } })).body.id;
}

async function commentOf(member: Member, postId: number) {
  const { body } = await member.call("createComment", 201, { path: { postId }, body: { content: "A comment" } });
  return { postId, commentId: body.id };
}

export const reactionRules: readonly ContractRule[] = [
  {
    id: "reaction/create",
    title: "reactToPost returns the reaction, raises its count, and sets myReaction for the caller only",
    source: guideline("리액션, 글에 리액션 작성: 201"),
    operations: ["reactToPost", "getPost"],
    async run({ members, now }) {
      const [ada, bob] = await members(2);
      const path = { postId: await postOf(ada) };
      for (const type of types) {
        const [member] = await members(1);
        const { body: reaction } = await member.call("reactToPost", 201, { path, body: { type } });
        const { createdAt, ...rest } = reaction;
        assert.deepEqual(rest, { user: { id: member.id, name: member.name, nickname: null }, type, isModified: false });
        assert.ok(Math.abs(Date.parse(createdAt) - now().getTime()) < 60_000);
        assert.equal((await member.call("getPost", 200, { path })).body.myReaction, type);
      }
      const { body: post } = await bob.call("getPost", 200, { path });
      assert.deepEqual(post.reactionCounts, { 1: 1, 2: 1, 3: 1, 4: 1, 5: 1 });
      assert.equal(post.myReaction, null);
    },
  },
  {
    id: "reaction/own-post",
    title: "a member may react to their own post",
    source: guideline("리액션, 글에 리액션 작성"),
    operations: ["reactToPost"],
    async run({ members }) {
      const [ada] = await members(1);
      const path = { postId: await postOf(ada) };
      await ada.call("reactToPost", 201, { path, body: { type: 1 } });
      assert.deepEqual((await ada.call("getPost", 200, { path })).body.reactionCounts, {
        ...emptyReactionCounts,
        1: 1,
      });
    },
  },
  {
    id: "reaction/again",
    title: "reacting with another type changes the reaction; reacting with the same type changes nothing",
    source: guideline("Model, reaction_post: 수정됨 여부"),
    operations: ["reactToPost"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const path = { postId: await postOf(ada) };
      const { body: first } = await bob.call("reactToPost", 201, { path, body: { type: 2 } });
      const { body: same } = await bob.call("reactToPost", 201, { path, body: { type: 2 } });
      assert.deepEqual(same, first);

      const { body: changed } = await bob.call("reactToPost", 201, { path, body: { type: 5 } });
      assert.deepEqual(changed, { ...first, type: 5, isModified: true });
      const { body: post } = await bob.call("getPost", 200, { path });
      assert.deepEqual(post.reactionCounts, { ...emptyReactionCounts, 5: 1 });
      assert.equal(post.myReaction, 5);
      assert.deepEqual(await allItems(ada, "listPostReactions", { path }), [changed]);
    },
  },
  {
    id: "reaction/take-back",
    title: "unreactToPost removes the caller's own reaction only",
    source: guideline("리액션, 글에 리액션 취소"),
    operations: ["unreactToPost"],
    async run({ members }) {
      const [ada, bob, eve] = await members(3);
      const path = { postId: await postOf(ada) };
      const { body: reaction } = await bob.call("reactToPost", 201, { path, body: { type: 2 } });
      await eve.call("unreactToPost", 404, { path });
      assert.deepEqual((await ada.call("getPost", 200, { path })).body.reactionCounts, {
        ...emptyReactionCounts,
        2: 1,
      });

      assert.deepEqual((await bob.call("unreactToPost", 200, { path })).body, reaction);
      const { body: post } = await bob.call("getPost", 200, { path });
      assert.deepEqual(post.reactionCounts, emptyReactionCounts);
      assert.equal(post.myReaction, null);
      await bob.call("unreactToPost", 404, { path });

      const { body: fresh } = await bob.call("reactToPost", 201, { path, body: { type: 4 } });
      assert.equal(fresh.isModified, false);
    },
  },
  {
    id: "reaction/no-post",
    title: "reactions to a post that does not exist get 404, and their list 204",
    source: specAt("info: Errors"),
    operations: ["reactToPost", "unreactToPost", "listPostReactions"],
    async run({ members }) {
      const [ada] = await members(1);
      const path = { postId: absentId };
      await ada.call("reactToPost", 404, { path, body: { type: 1 } });
      await ada.call("unreactToPost", 404, { path });
      await ada.call("listPostReactions", 204, { path });
    },
  },
  {
    id: "reaction/list",
    title: "listPostReactions returns who reacted, newest first, and filters by type",
    source: specAt("/paths/~1post~1{postId}~1reaction/get"),
    operations: ["listPostReactions"],
    async run({ members }) {
      const [ada, ...others] = await members(6);
      assert.ok(ada);
      const path = { postId: await postOf(ada) };
      assert.deepEqual((await ada.call("listPostReactions", 200, { path })).body, { items: [], nextCursor: null });
      for (const [index, member] of others.entries()) {
        await member.call("reactToPost", 201, { path, body: { type: index % 2 === 0 ? 1 : 4 } });
      }
      const newestFirst = others.map(({ id }) => id).toReversed();
      const users = async (query: Record<string, number>) =>
        (await allItems(ada, "listPostReactions", { path, query }, 2)).map(({ user }) => user.id);
      assert.deepEqual(await users({}), newestFirst);
      assert.deepEqual(
        await users({ type: 4 }),
        newestFirst.filter((_, index) => index % 2 === 1),
      );
      assert.deepEqual(await users({ type: 2 }), []);
    },
  },
  {
    id: "reaction/comment",
    title: "reactions to comments are counted, changed and removed like reactions to posts",
    source: guideline("리액션, 댓글에 리액션 작성, 취소"),
    operations: ["reactToComment", "unreactToComment", "listComments"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const path = await commentOf(ada, await postOf(ada));
      const mine = async (reader: Member) => {
        const [comment] = await allItems(reader, "listComments", { path: { postId: path.postId } });
        assert.ok(comment);
        return { counts: comment.reactionCounts, mine: comment.myReaction };
      };

      const { body: first } = await bob.call("reactToComment", 201, { path, body: { type: 1 } });
      const { createdAt: _, ...rest } = first;
      assert.deepEqual(rest, { user: { id: bob.id, name: bob.name, nickname: null }, type: 1 });
      assert.deepEqual(await mine(bob), { counts: { ...emptyReactionCounts, 1: 1 }, mine: 1 });
      assert.deepEqual(await mine(ada), { counts: { ...emptyReactionCounts, 1: 1 }, mine: null });

      assert.deepEqual((await bob.call("reactToComment", 201, { path, body: { type: 1 } })).body, first);
      const { body: changed } = await bob.call("reactToComment", 201, { path, body: { type: 3 } });
      assert.deepEqual(changed, { ...first, type: 3 });
      assert.deepEqual(await mine(bob), { counts: { ...emptyReactionCounts, 3: 1 }, mine: 3 });

      await ada.call("unreactToComment", 404, { path });
      assert.deepEqual((await bob.call("unreactToComment", 200, { path })).body, changed);
      assert.deepEqual(await mine(bob), { counts: emptyReactionCounts, mine: null });
      await bob.call("unreactToComment", 404, { path });
    },
  },
  {
    id: "reaction/comment-gone",
    title: "deleting a comment also deletes the reactions to it",
    source: specAt("/tags/Comment"),
    operations: ["deleteComment"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const path = await commentOf(ada, await postOf(ada));
      await bob.call("reactToComment", 201, { path, body: { type: 1 } });
      await ada.call("deleteComment", 200, { path });
      assert.deepEqual(await allItems(bob, "listComments", { path: { postId: path.postId } }), []);
    },
  },
];
