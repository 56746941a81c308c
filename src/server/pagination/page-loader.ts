import type { BatchedQuery } from "../database/batching/query-batching.ts";
import type { Database } from "../database/database.ts";
import { maxId } from "../database/page-size-statements.ts";
import { type Cursors, cutPage } from "./cursors.ts";
import type { ListSql, PageRow } from "./list-sql.ts";
import type { PageCache } from "./page-cache.ts";
import { type Item, type PageJson, pageJson } from "./page-json.ts";
import type { PageQuery } from "./pages.ts";
import { postgresPages } from "./postgres-pages.ts";
import { sqlitePages } from "./sqlite-pages.ts";

/** A page as it is to whoever reacted to nothing on it. */
export interface CachedPage {
  readonly headers: { readonly Link?: string };
  readonly json: PageJson;
  readonly version: string | undefined;
  /** How many connections had been lost when it was read; its version holds as long as no more are. */
  readonly losses: number;
}

export interface LoadedPage {
  readonly page: CachedPage;
  readonly total: number;
  /** Of each viewer who reacted to anything on it, the types by the things' ids. */
  readonly typesOf: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

export interface PageLoaderDeps {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly kept: PageCache<CachedPage>;
}

/** Looks up several pages of one list and one length; undefined for each that has no list. */
export type PageLoader = (
  limit: number,
  asked: readonly BatchedQuery<PageQuery>[],
) => Promise<readonly (LoadedPage | undefined)[]>;

interface NoRow {
  readonly id: null;
}

export function createPageLoader<Row extends { readonly id: number }>(
  { database, cursors, kept }: PageLoaderDeps,
  sql: ListSql,
  present: (row: Row) => Item,
): PageLoader {
  type Rows = readonly (PageRow & (Row | NoRow))[];
  const readRows = (database.dialect === "postgres" ? postgresPages : sqlitePages)(database, sql);
  const losses = database.dialect === "postgres" ? database.lostConnections : () => 0;

  function pageOf({ address, start }: PageQuery, rows: Rows, lost: number): CachedPage {
    const shown = rows.filter((row) => row.id !== null);
    const { headers, body } = cutPage(cursors, address, start.limit, shown, present);
    return { headers, json: pageJson(body), version: rows[0]?.version ?? undefined, losses: lost };
  }

  return async function look(limit, asked) {
    const lost = losses();
    const pages = asked.map(({ key, query, viewers }) => {
      const page = kept.get(`${limit} ${key}`);
      const known = page?.losses === lost ? page : undefined;
      const { filter, start } = query;
      return { key, query, viewers, filter, after: start.after ?? beyond[sql.order], known, version: known?.version };
    });
    const allRows = await readRows<PageRow & (Row | NoRow)>(limit, pages);
    // Versions that were believed need not mean the same after a connection was lost.
    if (lost !== losses() && allRows.some(([first]) => first?.isSame)) return look(limit, asked);
    return pages.map(({ key, query, known }, index) => {
      const rows = allRows[index] ?? [];
      const [first] = rows;
      if (!first?.exists) return undefined;
      const same = first.isSame ? known : undefined;
      const page = same ?? pageOf(query, rows, lost);
      if (page.version && !same) kept.set(`${limit} ${key}`, page);
      return { page, total: first.total ?? 0, typesOf: reactionsByViewer(first.reactions) };
    });
  };
}

const beyond = { ASC: 0, DESC: maxId };

/** Of each viewer who reacted to anything on a page, the types by the things' ids. */
function reactionsByViewer(reactions: string | null = null): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const typesOf = new Map<string, Map<number, number>>();
  if (reactions === null) return typesOf;
  const given: readonly [viewer: string, id: number, type: number][] = JSON.parse(reactions);
  for (const [viewer, id, type] of given) {
    const types = typesOf.get(viewer);
    if (types) types.set(id, type);
    else typesOf.set(viewer, new Map([[id, type]]));
  }
  return typesOf;
}
