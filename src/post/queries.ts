import type { Database } from "../database/database.ts";
import type { ListSql } from "../pages/statement.ts";
import { authorColumns } from "../present/author.ts";
import { reactionCountColumns } from "../present/reaction-counts.ts";
import type { PostRow } from "./present.ts";

export interface PostQueries {
  /** One post; undefined where there is none or it was deleted. */
  find(id: number, viewerId: string): Promise<PostRow | undefined>;
}

const postColumns = `
  p.id, p.content, p.comment_count AS "commentCount", p.created_at AS "createdAt", p.updated_at AS "updatedAt",
  ${reactionCountColumns("p")}, ${authorColumns("u")}`;

const list = {
  table: "posts",
  order: "DESC",
  columns: `${postColumns}, NULL AS "myReaction"`,
  member: "owner_id",
  reactions: { table: "post_reactions", column: "post_id" },
} as const;

/** The newest posts of all. */
export const newestPosts: ListSql = {
  ...list,
  name: "post_newest",
  where: () => "deleted_at IS NULL",
  isThere: () => "TRUE",
};

/** The newest posts of a member. */
export const newestPostsOf: ListSql = {
  ...list,
  name: "post_newest_of",
  where: (owner) => `owner_id = ${owner} AND deleted_at IS NULL`,
  isThere: (owner) => `EXISTS (SELECT 1 FROM users WHERE id = ${owner})`,
};

const find = {
  name: "post_find",
  text: `
  SELECT ${postColumns}, r.type AS "myReaction"
  FROM posts p
  JOIN users u ON u.id = p.owner_id
  LEFT JOIN post_reactions r ON r.post_id = p.id AND r.user_id = $1
  WHERE p.id = $2 AND p.deleted_at IS NULL`,
};

export function postQueries(database: Database): PostQueries {
  return {
    find: async (id, viewerId) => (await database.read<PostRow>(find, [viewerId, id]))[0],
  };
}
