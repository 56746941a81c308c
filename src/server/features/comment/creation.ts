import { groupCommit } from "../../database/batching/group-commit.ts";
import type { Database, PostgresEngine } from "../../database/database.ts";
import { arrayText, writtenTable } from "../../database/postgres/arrays.ts";
import { userModel } from "../account/model.ts";
import { type Notifier, notificationType, notifying, notifyingOfAll } from "../notification/notifier.ts";
import { postModel } from "../post/model.ts";
import { commentModel } from "./model.ts";

export interface NewComment {
  readonly postId: number;
  readonly writerId: string;
  readonly content: string;
  readonly createdAt: Date;
}

/** What the database adds to a new comment. */
export interface CreatedComment {
  readonly id: number;
  readonly authorName: string;
  readonly authorNickname: string | null;
}

interface CreatedRow extends CreatedComment {
  readonly notifiedId: string | null;
}

/** Writes a comment, counts it and tells the post's owner, in one transaction; tells what is wrong with its post, if so. */
export type CreateComment = (comment: NewComment) => Promise<CreatedComment | "no post" | "deleted post">;

export type CommentNotifier = Pick<Notifier, "notifyOfComment" | "announce">;

export function commentCreation(database: Database, notifier: CommentNotifier): CreateComment {
  if (database.dialect === "sqlite") return inTransaction(database, notifier);
  return groupCommit({
    lockOf: ({ postId }) => postId,
    alone: inOneStatement(database, notifier),
    batch: allInOneStatement(database, notifier),
  });
}

const create = {
  name: "comment_create",
  text: `
  WITH post AS (
    UPDATE posts SET comment_count = comment_count + 1 WHERE id = $1 AND deleted_at IS NULL RETURNING id, owner_id
  ), comment AS (
    INSERT INTO comments (post_id, owner_id, content, created_at, updated_at) SELECT id, $2, $3, $4, $4 FROM post
    RETURNING id
  ), ${notifying({ type: notificationType.comment, post: "post", actor: "$2", at: "$4" })}
  SELECT comment.id, u.name AS "authorName", u.nickname AS "authorNickname", notified.user_id AS "notifiedId"
  FROM comment JOIN users u ON u.id = $2 LEFT JOIN notified ON TRUE`,
};

/**
 * Comments on posts that are not there, or that another transaction holds, are left out: they are done alone. Ids are given in
 * the order in which rows are inserted.
 */
const createAll = {
  name: "comment_create_all",
  text: `
  WITH written AS MATERIALIZED (
    SELECT * FROM ${writtenTable({ post_id: "bigint", actor_id: "varchar", content: "text", at: "timestamptz" })}
  ), post AS MATERIALIZED (
    SELECT id, owner_id FROM posts WHERE id IN (SELECT post_id FROM written) AND deleted_at IS NULL
    FOR NO KEY UPDATE SKIP LOCKED
  ), acted AS MATERIALIZED (
    SELECT written.*, post.owner_id, row_number() OVER (ORDER BY nth) FROM written JOIN post ON post.id = written.post_id
  ), counted AS (
    UPDATE posts SET comment_count = comment_count + count
    FROM (SELECT post_id, count(*)::int FROM acted GROUP BY post_id) more WHERE posts.id = more.post_id
  ), comment AS (
    INSERT INTO comments (post_id, owner_id, content, created_at, updated_at)
    SELECT post_id, actor_id, content, at, at FROM acted ORDER BY nth
    RETURNING id
  ), ${notifyingOfAll(notificationType.comment)}
  SELECT acted.nth, comment.id, u.name AS "authorName", u.nickname AS "authorNickname",
    NULLIF(acted.owner_id, acted.actor_id) AS "notifiedId"
  FROM acted JOIN (SELECT id, row_number() OVER (ORDER BY id) FROM comment) comment USING (row_number)
    JOIN users u ON u.id = acted.actor_id`,
};

function allInOneStatement(database: Pick<PostgresEngine, "execute">, { announce }: CommentNotifier) {
  return async (comments: readonly NewComment[]): Promise<(CreatedComment | undefined)[]> => {
    const rows = await database.execute<CreatedRow & { nth: number }>(createAll, [
      arrayText(comments.map(({ postId }) => postId)),
      arrayText(comments.map(({ writerId }) => writerId)),
      arrayText(comments.map(({ content }) => content)),
      arrayText(comments.map(({ createdAt }) => createdAt.toISOString())),
    ]);
    const created: (CreatedComment | undefined)[] = comments.map(() => undefined);
    for (const { nth, notifiedId, ...comment } of rows) {
      created[nth - 1] = comment;
      if (notifiedId !== null) announce(notifiedId);
    }
    return created;
  };
}

const findPost = { name: "comment_find_post", text: "SELECT FROM posts WHERE id = $1" };

function inOneStatement(
  database: Pick<PostgresEngine, "execute" | "read">,
  { announce }: CommentNotifier,
): CreateComment {
  return async ({ postId, writerId, content, createdAt }) => {
    const values = [postId, writerId, content, createdAt];
    const [row] = await database.execute<CreatedRow>(create, values);
    if (!row) return (await database.read(findPost, [postId])).length === 0 ? "no post" : "deleted post";
    const { notifiedId, ...created } = row;
    if (notifiedId !== null) announce(notifiedId);
    return created;
  };
}

function inTransaction(database: Database, { notifyOfComment }: CommentNotifier): CreateComment {
  const Comment = commentModel(database);
  const Post = postModel(database);
  const User = userModel(database);
  return ({ postId, writerId, content, createdAt }) =>
    database.write(async (transaction) => {
      const post = await Post.findByPk(postId, { lock: true, transaction });
      if (!post) return "no post";
      if (post.deletedAt) return "deleted post";
      const writer = await User.findByPk(writerId, {
        attributes: ["name", "nickname"],
        rejectOnEmpty: true,
        transaction,
      });
      const written = { postId, ownerId: writerId, content, createdAt, updatedAt: createdAt };
      const comment = await Comment.create(written, { transaction });
      await post.increment("commentCount", { transaction });
      await notifyOfComment(post, writerId, transaction);
      return { id: comment.id, authorName: writer.name, authorNickname: writer.nickname };
    });
}
