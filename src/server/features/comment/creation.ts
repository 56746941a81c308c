import type { components } from "../../../../generated/schema.ts";
import { batchStatements, groupCommit, type OnLocked } from "../../database/batching/group-commit.ts";
import type { ColumnsFor } from "../../database/columns.ts";
import type { Database, PostgresEngine } from "../../database/database.ts";
import { writeTable } from "../../database/postgres/arrays.ts";
import { userModel } from "../account/model.ts";
import { type Notifier, notificationType, notifying } from "../notification/notifier.ts";
import { postModel } from "../post/model.ts";
import { commentModel } from "./model.ts";

/** A request body with what the server adds. A new property of the body does not compile until the handler and a column have it. */
export type NewComment = Required<components["schemas"]["NewComment"]> & {
  readonly postId: number;
  readonly ownerId: string;
  readonly createdAt: Date;
};

/** What the database adds to a new comment. */
export interface CreatedComment {
  readonly id: number;
  readonly authorName: string;
  readonly authorNickname: string | null;
}

interface CreatedRow extends CreatedComment {
  /** The position of its write in the batch, from 1. */
  readonly nth: number;
  /** The member who was notified, if any. */
  readonly notifiedId: string | null;
}

/** Inserts a comment, counts it and notifies the post's owner, in one transaction. */
export type CreateComment = (comment: NewComment) => Promise<CreatedComment | "no post" | "deleted post">;

export type CommentNotifier = Pick<Notifier, "notifyOfComment" | "announce">;

/** Postgres batches comments in one statement; SQLite, which has no data-modifying WITH, takes a transaction for each. */
export function commentCreation(database: Database, notifier: CommentNotifier): CreateComment {
  if (database.dialect === "sqlite") return createInTransaction(database, notifier);
  const create = groupCommit({
    lockOf: ({ postId }: NewComment) => postId,
    commit: (comments, onLocked) => insertComments(database, notifier, comments, onLocked),
  });
  return async (comment) => {
    const created = await create(comment);
    if (created) return created;
    return (await database.read(findPost, [comment.postId])).length === 0 ? "no post" : "deleted post";
  };
}

const input = writeTable<NewComment>({
  postId: { name: "post_id", type: "bigint" },
  ownerId: { name: "actor_id", type: "varchar" },
  content: { name: "content", type: "text" },
  createdAt: { name: "at", type: "timestamptz" },
});

/** Comments whose post is missing or, with SKIP LOCKED, locked are left out. Ids follow the order of insertion. */
const insert = batchStatements(
  "comment_create",
  (skipLocked) => `
  WITH writes AS MATERIALIZED (
    SELECT * FROM ${input.sql}
  ), post AS MATERIALIZED (
    SELECT id, owner_id FROM posts WHERE id IN (SELECT post_id FROM writes) AND deleted_at IS NULL
    FOR NO KEY UPDATE ${skipLocked}
  ), acted AS MATERIALIZED (
    SELECT nextval('comments_id_seq') AS id, found.* FROM (
      SELECT writes.*, post.owner_id FROM writes JOIN post ON post.id = writes.post_id ORDER BY nth
    ) found
  ), counted AS (
    UPDATE posts SET comment_count = comment_count + count
    FROM (SELECT post_id, count(*)::int FROM acted GROUP BY post_id) more WHERE posts.id = more.post_id
  ), comment AS (
    INSERT INTO comments (id, post_id, owner_id, content, created_at, updated_at)
    SELECT id, post_id, actor_id, content, at, at FROM acted
  ), ${notifying(notificationType.comment)}
  SELECT acted.nth, acted.id, u.name AS "authorName", u.nickname AS "authorNickname",
    NULLIF(acted.owner_id, acted.actor_id) AS "notifiedId"
  FROM acted JOIN users u ON u.id = acted.actor_id`,
);

async function insertComments(
  database: Pick<PostgresEngine, "execute">,
  { announce }: CommentNotifier,
  comments: readonly NewComment[],
  onLocked: OnLocked,
): Promise<(CreatedComment | undefined)[]> {
  const rows = await database.execute<CreatedRow>(insert[onLocked], input.values(comments));
  const created: (CreatedComment | undefined)[] = comments.map(() => undefined);
  for (const row of rows) {
    created[row.nth - 1] = row;
    if (row.notifiedId !== null) announce(row.notifiedId);
  }
  return created;
}

const findPost = { name: "comment_find_post", text: "SELECT FROM posts WHERE id = $1" };

function createInTransaction(database: Database, { notifyOfComment }: CommentNotifier): CreateComment {
  const Comment = commentModel(database);
  const Post = postModel(database);
  const User = userModel(database);
  return ({ postId, ownerId, content, createdAt }) =>
    database.write(async (transaction) => {
      const post = await Post.findByPk(postId, { lock: true, transaction });
      if (!post) return "no post";
      if (post.deletedAt) return "deleted post";
      const owner = await User.findByPk(ownerId, {
        attributes: ["name", "nickname"],
        rejectOnEmpty: true,
        transaction,
      });
      const row = { postId, ownerId, content, createdAt, updatedAt: createdAt } satisfies ColumnsFor<
        NewComment,
        "updatedAt"
      >;
      const comment = await Comment.create(row, { transaction });
      await post.increment("commentCount", { transaction });
      await notifyOfComment(post, ownerId, transaction);
      return { id: comment.id, authorName: owner.name, authorNickname: owner.nickname };
    });
}
