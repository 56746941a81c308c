import type { Transaction } from "sequelize";
import { type CommentHandlers, implementComment } from "../../../../generated/operations.ts";
import type { ColumnsFor } from "../../database/columns.ts";
import type { Database } from "../../database/database.ts";
import { badRequest, forbidden, notFound } from "../../http/response/refusals.ts";
import type { Serializers } from "../../http/response/serializers.ts";
import type { Cursors } from "../../pagination/cursors.ts";
import { invalidCursorHint, pageStart } from "../../pagination/page.ts";
import type { Pages } from "../../pagination/pages.ts";
import { postModel } from "../post/model.ts";
import { noReactions } from "../reaction/counts.ts";
import { type CommentNotifier, commentCreation } from "./creation.ts";
import { oldestCommentsOf } from "./lists.ts";
import { commentModel } from "./model.ts";
import { mayDelete, mayUpdate } from "./policy.ts";
import { presentComment } from "./present.ts";
import { commentQueries } from "./queries.ts";

export interface CommentDeps {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly pages: Pages;
  readonly serializers: Serializers;
  readonly now: () => Date;
  readonly notifier: CommentNotifier;
}

export function commentHandlers(deps: CommentDeps): CommentHandlers {
  const { database, cursors, pages, serializers, now, notifier } = deps;
  const comments = commentQueries(database);
  const Comment = commentModel(database);
  const Post = postModel(database);
  const createComment = commentCreation(database, notifier);
  const readPage = pages.reader(oldestCommentsOf, presentComment, serializers.get("listComments", 200));

  /** Every write to a comment locks its post first. The post has the counter, and one order of locks prevents deadlocks. */
  const lockPost = (id: number, transaction: Transaction) => Post.findByPk(id, { lock: true, transaction });

  /** Locks the comment and its post until the transaction ends; undefined if either does not exist. */
  async function lockComment(path: { postId: number; commentId: number }, transaction: Transaction) {
    const post = await lockPost(path.postId, transaction);
    if (!post || post.deletedAt) return undefined;
    const comment = await Comment.findOne({
      where: { id: path.commentId, postId: path.postId },
      lock: true,
      transaction,
    });
    return comment ? { post, comment } : undefined;
  }

  return implementComment({
    async createComment({ path, body }, caller) {
      const createdAt = now();
      const { postId } = path;
      const created = await createComment({ content: body.content, postId, ownerId: caller.id, createdAt });
      if (created === "no post") return notFound(`There is no post ${postId}`);
      if (created === "deleted post") return badRequest(`Post ${postId} was deleted and takes no more comments`);
      const row = {
        id: created.id,
        postId,
        authorId: caller.id,
        authorName: created.authorName,
        authorNickname: created.authorNickname,
        content: body.content,
        isModified: false,
        createdAt,
        updatedAt: createdAt,
        myReaction: null,
        ...noReactions,
      };
      const headers = { Location: `/post/${postId}/comment/${row.id}` };
      return { status: 201, headers, body: presentComment(row) };
    },

    async listComments({ path, query }, caller) {
      const address = `/post/${path.postId}/comment`;
      const start = pageStart(cursors, address, query);
      if (!start) return badRequest(invalidCursorHint);
      const page = await readPage({ address, filter: path.postId, start }, caller.id);
      return page ? { status: 200, headers: page.headers, body: page.body } : { status: 204 };
    },

    async updateComment({ path, body }, caller) {
      const refusal = await database.write(async (transaction) => {
        const locked = await lockComment(path, transaction);
        if (!locked) return noSuchComment(path);
        if (!mayUpdate(locked.comment, caller)) return forbidden(caller);
        const changes = { content: body.content, isModified: true, updatedAt: now() } satisfies ColumnsFor<
          typeof body,
          "isModified" | "updatedAt"
        >;
        await locked.comment.update(changes, { transaction });
        return undefined;
      });
      if (refusal) return refusal;
      const row = await comments.find(path.postId, path.commentId, caller.id);
      return row ? { status: 200, body: presentComment(row) } : noSuchComment(path);
    },

    async deleteComment({ path }, caller) {
      return database.write(async (transaction) => {
        const locked = await lockComment(path, transaction);
        if (!locked) return noSuchComment(path);
        if (!mayDelete(locked.comment, locked.post, caller)) return forbidden(caller);
        await locked.comment.destroy({ transaction });
        await locked.post.decrement("commentCount", { transaction });
        return { status: 200 as const, body: { id: path.commentId } };
      });
    },
  });
}

function noSuchComment({ postId, commentId }: { postId: number; commentId: number }) {
  return notFound(`There is no comment ${commentId} under post ${postId}`);
}
