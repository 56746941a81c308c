import { memoize } from "../../util/memoize.ts";
import { batchQueries } from "../database/batching/query-batching.ts";
import type { Database } from "../database/database.ts";
import { serializedBody } from "../http/response/serialized-body.ts";
import type { Cursors, PageStart } from "./cursors.ts";
import type { ListSql } from "./list-sql.ts";
import { createPageCache } from "./page-cache.ts";
import { type Item, withReactions } from "./page-json.ts";
import { type CachedPage, createPageLoader } from "./page-loader.ts";

/** A page of a list that several members may ask for. */
export interface PageQuery {
  /** The list's address, which its cursors are good for. */
  readonly address: string;
  /** What tells its things from others'; undefined for a list of all there are. */
  readonly filter?: string | number;
  readonly start: PageStart;
}

export interface ReadPage<Body> {
  readonly headers: { readonly Link?: string };
  readonly body: Body;
  /** Whether nothing is on it. */
  readonly isEmpty: boolean;
  /** The number that its list tells beside it; 0 where it tells none. */
  readonly total: number;
}

/** Reads a page as one member sees it; undefined where there is no such list. */
export type PageReader<Body> = (query: PageQuery, viewerId: string) => Promise<ReadPage<Body> | undefined>;

export interface Pages {
  /**
   * A reader of a list's pages.
   * @param sql whose columns are those of `Row`
   */
  reader<Row extends { readonly id: number }, Thing extends Item>(
    sql: ListSql,
    present: (row: Row) => Thing,
  ): PageReader<{ items: Thing[]; nextCursor: string | null }>;
}

/**
 * Reads pages of lists with as little work as they need. Those who ask at the same time share a query. The JSON of a page is
 * kept, and made anew when the database, which is asked each time, says that the page has changed; so nobody is ever given
 * what was out of date when they asked.
 */
export function createPages(database: Database, cursors: Cursors): Pages {
  const kept = createPageCache<CachedPage>(({ json }) => json.bytes.length);
  return {
    reader(sql, present) {
      const look = createPageLoader({ database, cursors, kept }, sql, present);
      // Pages of one length go into one statement.
      const readerOf = memoize((limit: number) =>
        batchQueries(database.batching, keyOf, (asked) => look(limit, asked)),
      );
      return async (query, viewerId) => {
        const found = await readerOf(query.start.limit)(query, viewerId);
        if (!found) return undefined;
        const { headers, json } = found.page;
        const types = found.typesOf.get(viewerId);
        const body = types ? withReactions(json, types) : json.bytes;
        return { headers, body: serializedBody(body), isEmpty: json.ids.length === 0, total: found.total };
      };
    },
  };
}

function keyOf({ address, filter, start: { after } }: PageQuery): string {
  return `${address} ${filter} ${after}`;
}
