import type { Database } from "../../database/database.ts";
import type { PageStart } from "../../pagination/page.ts";
import { maxId, pageSizeStatements } from "../../pagination/page-size-statements.ts";
import { authorColumns } from "../account/author.ts";
import type { PostReactionRow } from "./present.ts";

export interface ReactionQueries {
  /**
   * The reactions to a post, newest first, of one type or of all, at most one more than `limit`; undefined if the post does not
   * exist.
   */
  newestOf(postId: number, type: number | undefined, page: PageStart): Promise<ListedReaction[] | undefined>;
}

export interface ListedReaction extends PostReactionRow {
  readonly id: number;
}

/** Starts from the post, so that one query distinguishes a post without reactions (one row of nulls) from a missing post (no row). */
const list = (condition: string) => (rows: number) =>
  `
  SELECT r.id, r.type, r.is_modified AS "isModified", r.created_at AS "createdAt", ${authorColumns("u")}
  FROM posts p
  LEFT JOIN (
    SELECT * FROM post_reactions WHERE post_id = $1 AND id < $2 ${condition} ORDER BY id DESC LIMIT ${rows}
  ) r ON r.post_id = p.id
  LEFT JOIN users u ON u.id = r.user_id
  WHERE p.id = $1 AND p.deleted_at IS NULL
  ORDER BY r.id DESC`;

const ofAnyType = pageSizeStatements("reaction_newest", list(""));
const ofOneType = pageSizeStatements("reaction_newest_of_type", list("AND type = $3"));

export function reactionQueries(database: Database): ReactionQueries {
  return {
    async newestOf(postId, type, { limit, after = maxId }) {
      const rows =
        type === undefined
          ? await database.read<ListedReaction | NoReaction>(ofAnyType(limit), [postId, after])
          : await database.read<ListedReaction | NoReaction>(ofOneType(limit), [postId, after, type]);
      return rows.length === 0 ? undefined : rows.filter((row) => row.id !== null);
    },
  };
}

interface NoReaction {
  readonly id: null;
}
