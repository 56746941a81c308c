import type { Database, PostgresEngine } from "../database/database.ts";
import { type Notifier, notificationType, notifying } from "../notification/notifier.ts";

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

/** Writes a comment, counts it and tells the post's owner, in one transaction; tells what is wrong with its post, if so. */
export type CreateComment = (comment: NewComment) => Promise<CreatedComment | "no post" | "deleted post">;

export type CommentNotifier = Pick<Notifier, "notifyOfComment" | "announce">;

export function commentCreation(database: Database, notifier: CommentNotifier): CreateComment {
  return database.dialect === "postgres" ? inOneStatement(database, notifier) : inTransaction(database, notifier);
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

const findPost = { name: "comment_find_post", text: "SELECT FROM posts WHERE id = $1" };

function inOneStatement(
  database: Pick<PostgresEngine, "execute" | "read">,
  { announce }: CommentNotifier,
): CreateComment {
  return async ({ postId, writerId, content, createdAt }) => {
    const values = [postId, writerId, content, createdAt];
    const [row] = await database.execute<CreatedComment & { notifiedId: string | null }>(create, values);
    if (!row) return (await database.read(findPost, [postId])).length === 0 ? "no post" : "deleted post";
    const { notifiedId, ...created } = row;
    if (notifiedId !== null) announce(notifiedId);
    return created;
  };
}

function inTransaction(database: Database, { notifyOfComment }: CommentNotifier): CreateComment {
  const { Comment, Post, User } = database.models;
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
