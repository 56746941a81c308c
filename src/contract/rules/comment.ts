import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { absentId, clockStepMs, emptyReactionCounts } from "../data.ts";
import type { Member } from "../members.ts";
import { allItems, walkPages } from "../pages.ts";
import { type ContractRule, guideline, specAt } from "../rule.ts";

async function postOf(member: Member, content = "A post") {
  return (await member.call("createPost", 201, { body: { content } })).body.id;
}

export const commentRules: readonly ContractRule[] = [
  {
    id: "comment/create",
    title: "createComment returns the comment and raises the post's commentCount",
    source: guideline("댓글, 댓글 작성: 201"),
    operations: ["createComment"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const postId = await postOf(ada);
      const created = await bob.call("createComment", 201, { path: { postId }, body: { content: "First!" } });

      const { id, createdAt, ...comment } = created.body;
      assert.equal(created.headers.get("location"), `/post/${postId}/comment/${id}`);
      assert.deepEqual(comment, {
        postId,
        owner: { id: bob.id, name: bob.name, nickname: null },
        content: "First!",
        isModified: false,
        updatedAt: createdAt,
        reactionCounts: emptyReactionCounts,
        myReaction: null,
      });
      assert.deepEqual(await allItems(ada, "listComments", { path: { postId } }), [created.body]);
      assert.equal((await ada.call("getPost", 200, { path: { postId } })).body.commentCount, 1);
    },
  },
  {
    id: "comment/no-post",
    title: "createComment answers 404 for a post that never existed and 400 for a deleted one",
    source: guideline("댓글, 댓글 작성"),
    operations: ["createComment"],
    async run({ members }) {
      const [ada] = await members(1);
      const body = { content: "Hello?" };
      await ada.call("createComment", 404, { path: { postId: absentId }, body });

      const postId = await postOf(ada);
      await ada.call("deletePost", 200, { path: { postId } });
      const refused = await ada.call("createComment", 400, { path: { postId }, body });
      assert.equal(refused.body.result, "Bad Request");
      assert.match(refused.body.hint, /deleted/);
    },
  },
  {
    id: "comment/list",
    title:
      "listComments returns pages in ascending order, an empty page for no comments, and 204 when the post does not exist",
    source: specAt("info: Pages"),
    operations: ["listComments"],
    async run({ members }) {
      const [ada] = await members(1);
      const path = { postId: await postOf(ada) };
      assert.deepEqual((await ada.call("listComments", 200, { path })).body, { items: [], nextCursor: null });

      const written: number[] = [];
      for (let i = 0; i < 5; i++) {
        written.push((await ada.call("createComment", 201, { path, body: { content: `Comment ${i}` } })).body.id);
      }
      const other = { postId: await postOf(ada, "Another") };
      await ada.call("createComment", 201, { path: other, body: { content: "Elsewhere" } });

      const comments = await allItems(ada, "listComments", { path }, 2);
      assert.deepEqual(
        comments.map(({ id }) => id),
        written,
      );
      assert.ok(comments.every(({ postId }) => postId === path.postId));
      await ada.call("listComments", 204, { path: { postId: absentId } });
    },
  },
  {
    id: "comment/pages-churn",
    title: "comments that are created or deleted during paging neither repeat nor hide other comments",
    source: specAt("info: Pages"),
    operations: ["listComments"],
    async run({ members }) {
      const [ada] = await members(1);
      const path = { postId: await postOf(ada) };
      const ids: number[] = [];
      const write = async () =>
        ids.push((await ada.call("createComment", 201, { path, body: { content: "A comment" } })).body.id);
      for (let i = 0; i < 6; i++) await write();

      const seen: number[] = [];
      const churn = async (page: number) => {
        if (page <= 2) await write();
        const shown = seen.at(-1);
        if (shown !== undefined) await ada.call("deleteComment", 200, { path: { ...path, commentId: shown } });
      };
      for await (const page of walkPages(ada, "listComments", { path, query: { limit: 2 } }, churn)) {
        seen.push(...page.map(({ id }) => id));
      }
      assert.deepEqual(seen, ids);
    },
  },
  {
    id: "comment/update",
    title: "updateComment marks the comment as modified for every reader",
    source: guideline("댓글, 댓글 수정"),
    operations: ["updateComment"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const postId = await postOf(ada);
      const { body: comment } = await bob.call("createComment", 201, { path: { postId }, body: { content: "Typo" } });
      const path = { postId, commentId: comment.id };

      await bob.call("reactToComment", 201, { path, body: { type: 3 } });
      await delay(clockStepMs);
      const { body: changed } = await bob.call("updateComment", 200, { path, body: { content: "Corrected" } });
      const { updatedAt, ...rest } = changed;
      const { updatedAt: before, ...expected } = comment;
      const reacted = { reactionCounts: { ...emptyReactionCounts, 3: 1 }, myReaction: 3 };
      assert.deepEqual(rest, { ...expected, ...reacted, content: "Corrected", isModified: true });
      assert.ok(updatedAt > before, `updatedAt is ${updatedAt}`);
      assert.deepEqual(await allItems(bob, "listComments", { path: { postId } }), [changed]);
      const forAda = { ...changed, myReaction: null };
      assert.deepEqual(await allItems(ada, "listComments", { path: { postId } }), [forAda]);
    },
  },
  {
    id: "comment/update-stranger",
    title: "only the writer of a comment may change it, not the owner of the post",
    source: guideline("댓글, 댓글 수정: 403"),
    operations: ["updateComment"],
    async run({ members }) {
      const [ada, bob, eve] = await members(3);
      const postId = await postOf(ada);
      const { body: comment } = await bob.call("createComment", 201, { path: { postId }, body: { content: "Mine" } });
      const path = { postId, commentId: comment.id };
      for (const other of [ada, eve]) {
        const refused = await other.call("updateComment", 403, { path, body: { content: "Not yours" } });
        assert.deepEqual(refused.body, {
          result: "Forbidden",
          hint: `You have not permission for 'PATCH /post/${postId}/comment/${comment.id}'`,
        });
      }
      assert.deepEqual(await allItems(bob, "listComments", { path: { postId } }), [comment]);
    },
  },
  {
    id: "comment/delete",
    title: "only the comment's writer and the post's owner may delete a comment; commentCount then falls by one",
    source: guideline("댓글, 댓글 삭제"),
    operations: ["deleteComment"],
    async run({ members }) {
      const [ada, bob, eve] = await members(3);
      const postId = await postOf(ada);
      const write = async () =>
        (await bob.call("createComment", 201, { path: { postId }, body: { content: "Delete me" } })).body.id;
      const [first, second] = [await write(), await write()];

      for (const other of [eve]) {
        const refused = await other.call("deleteComment", 403, { path: { postId, commentId: first } });
        assert.equal(refused.body.hint, `You have not permission for 'DELETE /post/${postId}/comment/${first}'`);
      }
      assert.equal((await allItems(bob, "listComments", { path: { postId } })).length, 2);

      assert.deepEqual((await bob.call("deleteComment", 200, { path: { postId, commentId: first } })).body, {
        id: first,
      });
      assert.equal((await ada.call("getPost", 200, { path: { postId } })).body.commentCount, 1);
      await ada.call("deleteComment", 200, { path: { postId, commentId: second } });
      assert.equal((await ada.call("getPost", 200, { path: { postId } })).body.commentCount, 0);
      assert.deepEqual(await allItems(ada, "listComments", { path: { postId } }), []);
    },
  },
  {
    id: "comment/admin-owns-none",
    title: "an admin may neither change nor delete the comments of other members",
    source: specAt("/paths/~1post~1{postId}~1comment~1{commentId}/delete/x-permission"),
    operations: ["updateComment", "deleteComment"],
    needs: "admin",
    async run({ members, admin }) {
      const [ada] = await members(1);
      const adminClient = await admin();
      const postId = await postOf(ada);
      const { body: comment } = await ada.call("createComment", 201, { path: { postId }, body: { content: "Mine" } });
      const path = { postId, commentId: comment.id };
      await adminClient.call("updateComment", 403, { path, body: { content: "Ours?" } });
      await adminClient.call("deleteComment", 403, { path });
      assert.deepEqual(await allItems(ada, "listComments", { path: { postId } }), [comment]);
    },
  },
  {
    id: "comment/gone",
    title: "a comment that was deleted, never existed or belongs to another post gets 404",
    source: specAt("info: Errors"),
    operations: ["updateComment", "deleteComment", "reactToComment", "unreactToComment"],
    async run({ members }) {
      const [ada] = await members(1);
      const [postId, otherId] = [await postOf(ada), await postOf(ada)];
      const { body: comment } = await ada.call("createComment", 201, { path: { postId }, body: { content: "Here" } });
      const gone = await ada.call("createComment", 201, { path: { postId }, body: { content: "Gone" } });
      await ada.call("deleteComment", 200, { path: { postId, commentId: gone.body.id } });

      const absent = [
        { postId, commentId: absentId },
        { postId, commentId: gone.body.id },
        { postId: otherId, commentId: comment.id },
        { postId: absentId, commentId: comment.id },
      ];
      for (const path of absent) {
        await ada.call("updateComment", 404, { path, body: { content: "Where?" } });
        await ada.call("deleteComment", 404, { path });
        await ada.call("reactToComment", 404, { path, body: { type: 1 } });
        await ada.call("unreactToComment", 404, { path });
      }
      assert.deepEqual(await allItems(ada, "listComments", { path: { postId } }), [comment]);
      assert.equal((await ada.call("getPost", 200, { path: { postId: otherId } })).body.commentCount, 0);
    },
  },
  {
    id: "comment/delete-race",
    title: "of concurrent deletions of one comment, exactly one succeeds and commentCount falls by one",
    source: guideline("댓글, 댓글 삭제"),
    operations: ["deleteComment"],
    async run({ members }) {
      const [ada] = await members(1);
      const postId = await postOf(ada);
      const ids: number[] = [];
      for (let i = 0; i < 3; i++) {
        ids.push((await ada.call("createComment", 201, { path: { postId }, body: { content: "Once" } })).body.id);
      }
      const path = { postId, commentId: ids[0] ?? 0 };
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => ada.callAny("deleteComment", [200, 404], { path })),
      );
      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      assert.equal((await ada.call("getPost", 200, { path: { postId } })).body.commentCount, 2);
    },
  },
];
