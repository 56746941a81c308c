import type { Database } from "../../database/database.ts";
import type { ListSql } from "../../pagination/list-sql.ts";
import { authorColumns } from "../account/author.ts";
import { reactionCountColumns } from "../reaction/counts.ts";
import type { CommentRow } from "./present.ts";

export interface CommentQueries {
  /** One comment of a post; undefined where there is none or the post was deleted. */
  find(postId: number, id: number, viewerId: string): Promise<CommentRow | undefined>;
}

const commentColumns = `
  p.id, p.post_id AS "postId", p.content, p.is_modified AS "isModified", p.created_at AS "createdAt",
  p.updated_at AS "updatedAt", ${reactionCountColumns("p")}, ${authorColumns("u")}`;

/** The comments of a post that was not deleted. */
export const oldestCommentsOf: ListSql = {
  name: "comment_oldest_of",
  table: "comments",
  order: "ASC",
  columns: `${commentColumns}, NULL AS "myReaction"`,
  member: "owner_id",
  reactions: { table: "comment_reactions", column: "comment_id" },
  filterType: "bigint",
  where: (postId) => `post_id = ${postId}`,
  exists: (postId) => `EXISTS (SELECT 1 FROM posts WHERE id = ${postId} AND deleted_at IS NULL)`,
};

const find = {
  name: "comment_find",
  text: `
  SELECT ${commentColumns}, r.type AS "myReaction"
  FROM comments p
  JOIN users u ON u.id = p.owner_id
  LEFT JOIN comment_reactions r ON r.comment_id = p.id AND r.user_id = $1
  WHERE p.id = $3 AND p.post_id = $2
    AND EXISTS (SELECT 1 FROM posts WHERE id = $2 AND deleted_at IS NULL)`,
};

export function commentQueries(database: Database): CommentQueries {
  return {
    find: async (postId, id, viewerId) => (await database.read<CommentRow>(find, [viewerId, postId, id]))[0],
  };
}
