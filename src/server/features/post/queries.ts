import { type BatchedQuery, batchQueries } from "../../database/batching/query-batching.ts";
import type { Database, Statement } from "../../database/database.ts";
import { arrayText, queryTable } from "../../database/postgres/arrays.ts";
import { postColumns } from "./lists.ts";
import type { PostRow } from "./present.ts";

export interface PostQueries {
  /** One post with the viewer's reaction; undefined if it does not exist or was deleted. */
  find(id: number, viewerId: string): Promise<PostRow | undefined>;
}

/** Reads several posts, each for one viewer. */
const findPosts = {
  postgres: findStatement(queryTable({ id: "bigint", viewer: "varchar" })),
  sqlite: findStatement(
    "(SELECT key + 1 AS nth, value ->> 0 AS id, value ->> 1 AS viewer FROM json_each($1)) AS asked",
  ),
};

/** @param asked SQL for a table with a row for each post and viewer, numbered by `nth` from 1 */
function findStatement(asked: string): Statement {
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

  /** @returns for each query of the batch, the post's row by viewer */
  async function readBatch(batch: readonly BatchedQuery<number>[]): Promise<readonly ReadonlyMap<string, PostRow>[]> {
    const lookups = batch.flatMap(({ query, viewers }, index) =>
      [...viewers].map((viewer) => ({ id: query, viewer, index })),
    );
    const values =
      dialect === "postgres"
        ? [arrayText(lookups.map(({ id }) => id)), arrayText(lookups.map(({ viewer }) => viewer))]
        : [JSON.stringify(lookups.map(({ id, viewer }) => [id, viewer]))];
    const results = batch.map(() => new Map<string, PostRow>());
    for (const row of await database.read<PostRow & { nth: number }>(findPosts[dialect], values)) {
      const lookup = lookups[row.nth - 1];
      if (lookup) results[lookup.index]?.set(lookup.viewer, row);
    }
    return results;
  }

  const findBatched = batchQueries(batching, (id: number) => id, readBatch);
  return {
    find: async (id, viewerId) => (await findBatched(id, viewerId)).get(viewerId),
  };
}
