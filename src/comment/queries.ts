import { byLimit } from "../database/by-limit.ts";
import type { Database } from "../database/database.ts";
import type { PageStart } from "../http/page.ts";
import { authorColumns } from "../present/author.ts";
import { reactionCountColumns } from "../present/reaction-counts.ts";
import type { CommentRow } from "./present.ts";

export interface CommentQueries {
  /** A post's comments, oldest first, at most one more than `limit`; undefined where there is no such post. */
  oldestOf(postId: number, page: PageStart, viewerId: string): Promise<CommentRow[] | undefined>;
  /** One comment of a post; undefined where there is none or the post was deleted. */
  find(postId: number, id: number, viewerId: string): Promise<CommentRow | undefined>;
}

const columns = `
  c.id, c.post_id AS "postId", c.content, c.is_modified AS "isModified", c.created_at AS "createdAt",
  c.updated_at AS "updatedAt", ${reactionCountColumns("c")}, ${authorColumns("u")}, r.type AS "myReaction"`;

const joins = `
  LEFT JOIN users u ON u.id = c.owner_id
  LEFT JOIN comment_reactions r ON r.comment_id = c.id AND r.user_id = $1`;

/** Begins at the post, so that one round trip tells a post without comments (a row without a comment) from no post. */
const oldestOf = byLimit(
  "comment_oldest_of",
  (rows) => `
  SELECT ${columns}
  FROM posts p
  LEFT JOIN (SELECT * FROM comments WHERE post_id = $2 AND id > $3 ORDER BY id LIMIT ${rows}) c ON c.post_id = p.id
  ${joins}
  WHERE p.id = $2 AND p.deleted_at IS NULL
  ORDER BY c.id`,
);

const find = {
  name: "comment_find",
  text: `
  SELECT ${columns}
  FROM posts p
  JOIN comments c ON c.post_id = p.id
  ${joins}
  WHERE p.id = $2 AND p.deleted_at IS NULL AND c.id = $3`,
};

export function commentQueries(database: Database): CommentQueries {
  return {
    async oldestOf(postId, { limit, after = 0 }, viewerId) {
      const rows = await database.read<CommentRow | NoComment>(oldestOf(limit), [viewerId, postId, after]);
      return rows.length === 0 ? undefined : rows.filter((row) => row.id !== null);
    },
    find: async (postId, id, viewerId) => (await database.read<CommentRow>(find, [viewerId, postId, id]))[0],
  };
}

interface NoComment {
  readonly id: null;
}
