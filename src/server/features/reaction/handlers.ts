import type { Transaction } from "sequelize";
import { implementReaction, type ReactionHandlers } from "../../../../generated/operations.ts";
import type { ColumnsFor } from "../../database/columns.ts";
import type { Database } from "../../database/database.ts";
import { badRequest, notFound } from "../../http/response/refusals.ts";
import type { Cursors } from "../../pagination/cursors.ts";
import { invalidCursorHint, pageFromRows, pageStart } from "../../pagination/page.ts";
import { userModel } from "../account/model.ts";
import { commentModel } from "../comment/model.ts";
import { postModel } from "../post/model.ts";
import { reactionCounter } from "./counts.ts";
import { postReaction, type ReactionNotifier } from "./creation.ts";
import { commentReactionModel, postReactionModel } from "./model.ts";
import { presentCommentReaction, presentPostReaction } from "./present.ts";
import { reactionQueries } from "./queries.ts";

export interface ReactionDeps {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly now: () => Date;
  readonly notifier: ReactionNotifier;
}

/**
 * Each write locks the post or comment before it reads its reactions, so that two concurrent requests of one member cannot both
 * find none, and the counters always equal the number of reactions.
 */
export function reactionHandlers({ database, cursors, now, notifier }: ReactionDeps): ReactionHandlers {
  const reactions = reactionQueries(database);
  const Comment = commentModel(database);
  const CommentReaction = commentReactionModel(database);
  const Post = postModel(database);
  const PostReaction = postReactionModel(database);
  const User = userModel(database);

  const reactToPost = postReaction(database, notifier);

  const lockPost = (id: number, transaction: Transaction) =>
    Post.findOne({ where: { id, deletedAt: null }, lock: true, transaction });

  async function lockComment(path: CommentPath, transaction: Transaction) {
    const comment = await Comment.findOne({
      where: { id: path.commentId, postId: path.postId },
      lock: true,
      transaction,
    });
    const post = comment && (await Post.findOne({ where: { id: path.postId, deletedAt: null }, transaction }));
    return post ? comment : null;
  }

  async function author(id: string, transaction: Transaction) {
    const user = await User.findByPk(id, { attributes: ["name", "nickname"], rejectOnEmpty: true, transaction });
    return { authorId: id, authorName: user.name, authorNickname: user.nickname };
  }

  return implementReaction({
    async reactToPost({ path, body }, caller) {
      const row = await reactToPost({ type: body.type, postId: path.postId, userId: caller.id, createdAt: now() });
      return row === "no post" ? noSuchPost(path) : { status: 201, body: presentPostReaction(row) };
    },

    async unreactToPost({ path }, caller) {
      return database.write(async (transaction) => {
        const post = await lockPost(path.postId, transaction);
        if (!post) return noSuchPost(path);
        const reaction = await PostReaction.findOne({ where: { postId: post.id, userId: caller.id }, transaction });
        if (!reaction) return notFound(`You have no reaction to post ${post.id}`);
        await reaction.destroy({ transaction });
        await post.decrement(reactionCounter(reaction.type), { transaction });
        const row = { ...reaction.get(), ...(await author(caller.id, transaction)) };
        return { status: 200 as const, body: presentPostReaction(row) };
      });
    },

    async reactToComment({ path, body }, caller) {
      const { type } = body;
      return database.write(async (transaction) => {
        const comment = await lockComment(path, transaction);
        if (!comment) return noSuchComment(path);
        const key = { commentId: comment.id, userId: caller.id };
        let reaction = await CommentReaction.findOne({ where: key, transaction });
        if (!reaction) {
          const columns = { type, createdAt: now() } satisfies ColumnsFor<typeof body, "createdAt">;
          reaction = await CommentReaction.create({ ...key, ...columns }, { transaction });
          await comment.increment(reactionCounter(type), { transaction });
        } else if (reaction.type !== type) {
          await comment.increment(
            { [reactionCounter(reaction.type)]: -1, [reactionCounter(type)]: 1 },
            { transaction },
          );
          await reaction.update({ type }, { transaction });
        }
        const row = { ...reaction.get(), ...(await author(caller.id, transaction)) };
        return { status: 201 as const, body: presentCommentReaction(row) };
      });
    },

    async unreactToComment({ path }, caller) {
      return database.write(async (transaction) => {
        const comment = await lockComment(path, transaction);
        if (!comment) return noSuchComment(path);
        const reaction = await CommentReaction.findOne({
          where: { commentId: comment.id, userId: caller.id },
          transaction,
        });
        if (!reaction) return notFound(`You have no reaction to comment ${comment.id}`);
        await reaction.destroy({ transaction });
        await comment.decrement(reactionCounter(reaction.type), { transaction });
        const row = { ...reaction.get(), ...(await author(caller.id, transaction)) };
        return { status: 200 as const, body: presentCommentReaction(row) };
      });
    },

    async listPostReactions({ path, query }) {
      const filter = query.type === undefined ? "" : `?type=${query.type}`;
      const list = `/post/${path.postId}/reaction${filter}`;
      const start = pageStart(cursors, list, query);
      if (!start) return badRequest(invalidCursorHint);
      const rows = await reactions.newestOf(path.postId, query.type, start);
      if (!rows) return { status: 204 };
      return { status: 200, ...pageFromRows(cursors, list, start.limit, rows, presentPostReaction) };
    },
  });
}

interface CommentPath {
  readonly postId: number;
  readonly commentId: number;
}

function noSuchPost({ postId }: { postId: number }) {
  return notFound(`There is no post ${postId}`);
}

function noSuchComment({ postId, commentId }: CommentPath) {
  return notFound(`There is no comment ${commentId} under post ${postId}`);
}
