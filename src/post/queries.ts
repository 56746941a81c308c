import { beyondAnyId, byLimit } from "../database/by-limit.ts";
import type { Database } from "../database/database.ts";
import type { PageStart } from "../http/page.ts";
import { authorColumns } from "../present/author.ts";
import { reactionCountColumns } from "../present/reaction-counts.ts";
import type { PostRow } from "./present.ts";

export interface PostQueries {
  /** The newest posts, at most one more than `limit`. */
  newest(page: PageStart, viewerId: string): Promise<PostRow[]>;
  /** A member's posts, newest first, at most one more than `limit`; undefined where there is no such member. */
  newestOf(ownerId: string, page: PageStart, viewerId: string): Promise<PostRow[] | undefined>;
  /** One post; undefined where there is none or it was deleted. */
  find(id: number, viewerId: string): Promise<PostRow | undefined>;
}

const columns = `
  p.id, p.content, p.comment_count AS "commentCount", p.created_at AS "createdAt", p.updated_at AS "updatedAt",
  ${reactionCountColumns("p")}, ${authorColumns("u")}, r.type AS "myReaction"`;

const myReaction = "LEFT JOIN post_reactions r ON r.post_id = p.id AND r.user_id = $1";

const newest = byLimit(
  "post_newest",
  (rows) => `
  SELECT ${columns}
  FROM (SELECT * FROM posts WHERE deleted_at IS NULL AND id < $2 ORDER BY id DESC LIMIT ${rows}) p
  JOIN users u ON u.id = p.owner_id
  ${myReaction}
  ORDER BY p.id DESC`,
);

/** Begins at the member, so that one round trip tells an empty timeline (a row without a post) from nobody's (no row). */
const newestOf = byLimit(
  "post_newest_of",
  (rows) => `
  SELECT ${columns}
  FROM users u
  LEFT JOIN (
    SELECT * FROM posts WHERE owner_id = $3 AND deleted_at IS NULL AND id < $2 ORDER BY id DESC LIMIT ${rows}
  ) p ON p.owner_id = u.id
  ${myReaction}
  WHERE u.id = $3
  ORDER BY p.id DESC`,
);

const find = {
  name: "post_find",
  text: `
  SELECT ${columns}
  FROM posts p
  JOIN users u ON u.id = p.owner_id
  ${myReaction}
  WHERE p.id = $2 AND p.deleted_at IS NULL`,
};

export function postQueries(database: Database): PostQueries {
  return {
    newest: ({ limit, after = beyondAnyId }, viewerId) => database.read<PostRow>(newest(limit), [viewerId, after]),
    async newestOf(ownerId, { limit, after = beyondAnyId }, viewerId) {
      const rows = await database.read<PostRow | NoPost>(newestOf(limit), [viewerId, after, ownerId]);
      return rows.length === 0 ? undefined : rows.filter((row) => row.id !== null);
    },
    find: async (id, viewerId) => (await database.read<PostRow>(find, [viewerId, id]))[0],
  };
}

interface NoPost {
  readonly id: null;
}
