import type { ListSql } from "../../pagination/list-sql.ts";
import { authorColumns } from "../account/author.ts";
import { reactionCountColumns } from "../reaction/counts.ts";

/** SQL: the columns of `CommentRow` except `myReaction`, from a comment `p` and its owner `u`. */
export const commentColumns = `
  p.id, p.post_id AS "postId", p.content, p.is_modified AS "isModified", p.created_at AS "createdAt",
  p.updated_at AS "updatedAt", ${reactionCountColumns("p")}, ${authorColumns("u")}`;

/** Comments of a post that is not deleted, oldest first. */
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
