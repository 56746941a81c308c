import type { ListSql } from "../../pagination/list-sql.ts";
import { authorColumns } from "../account/author.ts";
import { reactionCountColumns } from "../reaction/counts.ts";

/** SQL: the columns of `PostRow` except `myReaction`, from a post `p` and its owner `u`. */
export const postColumns = `
  p.id, p.content, p.comment_count AS "commentCount", p.created_at AS "createdAt", p.updated_at AS "updatedAt",
  ${reactionCountColumns("p")}, ${authorColumns("u")}`;

const list = {
  table: "posts",
  order: "DESC",
  columns: `${postColumns}, NULL AS "myReaction"`,
  member: "owner_id",
  reactions: { table: "post_reactions", column: "post_id" },
} as const;

/** Posts of all members, newest first. */
export const newestPosts: ListSql = {
  ...list,
  name: "post_newest",
  filterType: undefined,
  where: () => "deleted_at IS NULL",
  exists: () => "TRUE",
};

/** Posts of one member, newest first. */
export const newestPostsOf: ListSql = {
  ...list,
  name: "post_newest_of",
  filterType: "varchar",
  where: (owner) => `owner_id = ${owner} AND deleted_at IS NULL`,
  exists: (owner) => `EXISTS (SELECT 1 FROM users WHERE id = ${owner})`,
};
