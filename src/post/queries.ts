import { beyondAnyId, byLimit } from "../database/by-limit.ts";
import type { Database } from "../database/database.ts";
import type { PageStart } from "../http/page.ts";
import { authorColumns } from "../present/author.ts";
import { reactionCountColumns } from "../present/reaction-counts.ts";
import type { PostRow } from "./present.ts";

export interface PostQueries {
  /** The newest posts, at most one more than `limit`, as several members see them. */
  newest(page: PageStart, viewerIds: readonly string[]): Promise<ViewedPostRow[]>;
  /** A member's posts, newest first, at most one more than `limit`; undefined where there is no such member. */
  newestOf(ownerId: string, page: PageStart, viewerId: string): Promise<PostRow[] | undefined>;
  /** One post; undefined where there is none or it was deleted. */
  find(id: number, viewerId: string): Promise<PostRow | undefined>;
}

/** A post for several viewers, without a reaction of its own. */
export interface ViewedPostRow extends PostRow {
  readonly myReaction: null;
  /** A JSON object of the types of those viewers' reactions by their ids; null where none reacted. */
  readonly viewersReactions: string | null;
}

const postColumns = `
  p.id, p.content, p.comment_count AS "commentCount", p.created_at AS "createdAt", p.updated_at AS "updatedAt",
  ${reactionCountColumns("p")}, ${authorColumns("u")}`;

const columns = `${postColumns}, r.type AS "myReaction"`;

const myReaction = "LEFT JOIN post_reactions r ON r.post_id = p.id AND r.user_id = $1";

/** Viewers are one JSON array, so that one statement does for any number of them. */
const viewersReactions = {
  sqlite: `
    SELECT CASE count(*) WHEN 0 THEN NULL ELSE json_group_object(user_id, type) END FROM post_reactions
    WHERE post_id = p.id AND user_id IN (SELECT value FROM json_each($1))`,
  postgres: `
    SELECT json_object_agg(user_id, type)::text FROM post_reactions
    WHERE post_id = p.id AND user_id = ANY (ARRAY(SELECT jsonb_array_elements_text($1::jsonb)))`,
};

const newestOn = (dialect: Database["dialect"]) =>
  byLimit(
    "post_newest",
    (rows) => `
  SELECT ${postColumns}, NULL AS "myReaction", (${viewersReactions[dialect]}) AS "viewersReactions"
  FROM (SELECT * FROM posts WHERE deleted_at IS NULL AND id < $2 ORDER BY id DESC LIMIT ${rows}) p
  JOIN users u ON u.id = p.owner_id
  ORDER BY p.id DESC`,
  );
const newest = { sqlite: newestOn("sqlite"), postgres: newestOn("postgres") };

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
    newest: ({ limit, after = beyondAnyId }, viewerIds) =>
      database.read(newest[database.dialect](limit), [JSON.stringify(viewerIds), after]),
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
