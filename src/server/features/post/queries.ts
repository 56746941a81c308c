import { type BatchedQuery, batchQueries } from "../../database/batching/query-batching.ts";
import type { Database, Statement } from "../../database/database.ts";
import { arrayText, queryTable } from "../../database/postgres/arrays.ts";
import type { ListSql } from "../../pagination/list-sql.ts";
import { authorColumns } from "../account/author.ts";
import { reactionCountColumns } from "../reaction/counts.ts";
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
  filterType: undefined,
  where: () => "deleted_at IS NULL",
  exists: () => "TRUE",
};

/** The newest posts of a member. */
export const newestPostsOf: ListSql = {
  ...list,
  name: "post_newest_of",
  filterType: "varchar",
  where: (owner) => `owner_id = ${owner} AND deleted_at IS NULL`,
  exists: (owner) => `EXISTS (SELECT 1 FROM users WHERE id = ${owner})`,
};

/** Looks several posts up, each for one viewer. */
const find = {
  postgres: findIn(queryTable({ id: "bigint", viewer: "varchar" })),
  sqlite: findIn("(SELECT key + 1 AS nth, value ->> 0 AS id, value ->> 1 AS viewer FROM json_each($1)) AS asked"),
};

function findIn(asked: string): Statement {
  return {
    name: "post_find",
    text: `
  SELECT asked.nth, ${postColumns},
    (SELECT type FROM post_reactions WHERE user_id = asked.viewer AND post_id = p.id) AS "myReaction"
  FROM ${asked}
  JOIN posts p ON p.id = asked.id
  JOIN users u ON u.id = p.owner_id
  WHERE p.deleted_at IS NULL`,
  };
}

export function postQueries(database: Database): PostQueries {
  const { dialect, batching } = database;

  async function findAll(asked: readonly BatchedQuery<number>[]): Promise<readonly ReadonlyMap<string, PostRow>[]> {
    const wanted = asked.flatMap(({ query, viewers }, index) =>
      [...viewers].map((viewer) => ({ id: query, viewer, index })),
    );
    const values =
      dialect === "postgres"
        ? [arrayText(wanted.map(({ id }) => id)), arrayText(wanted.map(({ viewer }) => viewer))]
        : [JSON.stringify(wanted.map(({ id, viewer }) => [id, viewer]))];
    const found = asked.map(() => new Map<string, PostRow>());
    for (const row of await database.read<PostRow & { nth: number }>(find[dialect], values)) {
      const one = wanted[row.nth - 1];
      if (one) found[one.index]?.set(one.viewer, row);
    }
    return found;
  }

  const findShared = batchQueries(batching, (id: number) => id, findAll);
  return {
    find: async (id, viewerId) => (await findShared(id, viewerId)).get(viewerId),
  };
}
