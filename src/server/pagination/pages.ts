import { memoize } from "../../util/memoize.ts";
import { batchQueries } from "../database/batching/query-batching.ts";
import type { Database } from "../database/database.ts";
import type { SerializedBody } from "../http/response/serialized-body.ts";
import type { Cursors } from "./cursors.ts";
import type { ListSql } from "./list-sql.ts";
import type { PageBody, PageHeaders } from "./page.ts";
import { createPageCaches } from "./page-cache.ts";
import { type CachedPage, createPageLoader, type PageQuery } from "./page-loader.ts";
import { fillTemplate } from "./page-template.ts";

export interface ReadPage<Body> {
  readonly headers: PageHeaders;
  readonly body: SerializedBody<Body>;
  readonly isEmpty: boolean;
}

/** Reads a page as one member sees it; undefined if the list does not exist. */
export type PageReader<Body> = (query: PageQuery, viewerId: string) => Promise<ReadPage<Body> | undefined>;

export interface Pages {
  /**
   * Makes a reader of one list's pages.
   * @param sql its columns must be those of `Row`
   * @param present makes an item, with `myReaction` null where the list has reactions
   * @param serialize the serializer of the operation's 200; where the list has a total, it gets a body whose total is 0
   */
  reader<Row extends { readonly id: number }, Item, Body>(
    sql: ListSql,
    present: (row: Row) => Item,
    serialize: (page: PageBody<Item>) => SerializedBody<Body>,
  ): PageReader<Body>;
}

/**
 * Reads pages of lists. Concurrent requests share a query, and serialized pages are cached. A cached page is never stale: the
 * database is asked for the version of each page on each request.
 */
export function createPages(database: Database, cursors: Cursors): Pages {
  const caches = createPageCaches();
  return {
    reader<Row extends { readonly id: number }, Item, Body>(
      sql: ListSql,
      present: (row: Row) => Item,
      serialize: (page: PageBody<Item>) => SerializedBody<Body>,
    ): PageReader<Body> {
      const cache = caches.forList<CachedPage<Body>>(({ template }) => template.body.bytes.length);
      const load = createPageLoader<Row, Item, Body>({ database, cursors, cache }, sql, { present, serialize });
      // One statement reads pages of one limit.
      const readerFor = memoize((limit: number) =>
        batchQueries(database.batching, keyOf, (queries) => load(limit, queries)),
      );
      return async (query, viewerId) => {
        const loaded = await readerFor(query.start.limit)(query, viewerId);
        if (!loaded) return undefined;
        const { headers, template } = loaded.page;
        const body = fillTemplate(template, loaded.reactions.get(viewerId), loaded.total);
        return { headers, body, isEmpty: template.ids.length === 0 };
      };
    },
  };
}

function keyOf({ address, filter, start: { after } }: PageQuery): string {
  return `${address} ${filter} ${after}`;
}
