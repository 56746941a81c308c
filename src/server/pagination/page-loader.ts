import type { BatchedQuery } from "../database/batching/query-batching.ts";
import type { Database } from "../database/database.ts";
import type { SerializedBody } from "../http/response/serialized-body.ts";
import type { Cursors } from "./cursors.ts";
import type { ListSql, PageRow } from "./list-sql.ts";
import { type PageBody, type PageHeaders, type PageStart, pageFromRows } from "./page.ts";
import type { PageCache } from "./page-cache.ts";
import { maxId } from "./page-size-statements.ts";
import { createPageTemplate, type PageTemplate } from "./page-template.ts";
import { postgresPages } from "./postgres-pages.ts";
import { sqlitePages } from "./sqlite-pages.ts";

/** A page of a list that several members may request. */
export interface PageQuery {
  /** The address of the list, which its cursors belong to. */
  readonly address: string;
  /** The filter value; undefined for a list without a filter. */
  readonly filter?: string | number;
  readonly start: PageStart;
}

export interface CachedPage<Body> {
  readonly headers: PageHeaders;
  readonly template: PageTemplate<Body>;
  readonly version: string | undefined;
  /** How many connections had been lost when the page was read. Its version is valid only until the next loss. */
  readonly lostConnections: number;
}

export interface LoadedPage<Body> {
  readonly page: CachedPage<Body>;
  readonly total: number;
  /** The types of reactions by viewer and then by item's id. */
  readonly reactions: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

export interface PageLoaderDeps<Body> {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly cache: PageCache<CachedPage<Body>>;
}

/** How a page of rows becomes the body of an answer. */
export interface PagePresentation<Row, Item, Body> {
  readonly present: (row: Row) => Item;
  readonly serialize: (page: PageBody<Item>) => SerializedBody<Body>;
}

/** Loads several pages of one list that have the same limit; undefined for each page whose list does not exist. */
export type PageLoader<Body> = (
  limit: number,
  queries: readonly BatchedQuery<PageQuery>[],
) => Promise<readonly (LoadedPage<Body> | undefined)[]>;

interface EmptyRow {
  readonly id: null;
}

export function createPageLoader<Row extends { readonly id: number }, Item, Body>(
  { database, cursors, cache }: PageLoaderDeps<Body>,
  sql: ListSql,
  { present, serialize }: PagePresentation<Row, Item, Body>,
): PageLoader<Body> {
  type Rows = readonly (PageRow & (Row | EmptyRow))[];
  const readRows = (database.dialect === "postgres" ? postgresPages : sqlitePages)(database, sql);
  const countLostConnections = database.dialect === "postgres" ? database.lostConnections : () => 0;
  const totalProperty = sql.total?.property;
  const hasReactions = sql.reactions !== undefined;

  function createPage({ address, start: { limit } }: PageQuery, rows: Rows, lostConnections: number): CachedPage<Body> {
    const items = rows.filter((row) => row.id !== null);
    const ids = items.slice(0, limit).map(({ id }) => id);
    const { headers, body } = pageFromRows(cursors, address, limit, items, present);
    const template = createPageTemplate(serialize(body), { ids, hasReactions, totalProperty });
    return { headers, template, version: rows[0]?.version ?? undefined, lostConnections };
  }

  return async function load(limit, queries) {
    const lostConnections = countLostConnections();
    const requests = queries.map(({ key, query, viewers }) => {
      const entry = cache.get(`${limit} ${key}`);
      const cachedPage = entry?.lostConnections === lostConnections ? entry : undefined;
      const { filter, start } = query;
      const after = start.after ?? beforeFirst[sql.order];
      return { key, query, viewers, filter, after, cachedPage, version: cachedPage?.version };
    });
    const rowsOfPages = await readRows<PageRow & (Row | EmptyRow)>(limit, requests);
    // After a connection was lost, an equal version need not be the same page.
    if (lostConnections !== countLostConnections() && rowsOfPages.some(([first]) => first?.isSame)) {
      return load(limit, queries);
    }
    return requests.map(({ key, query, cachedPage }, index) => {
      const rows = rowsOfPages[index] ?? [];
      const [first] = rows;
      if (!first?.exists) return undefined;
      const hit = first.isSame ? cachedPage : undefined;
      const page = hit ?? createPage(query, rows, lostConnections);
      if (page.version && !hit) cache.set(`${limit} ${key}`, page);
      return { page, total: first.total ?? 0, reactions: parseReactions(first.reactions) };
    });
  };
}

/** An id that comes before all others in the order of the list. */
const beforeFirst = { ASC: 0, DESC: maxId };

function parseReactions(json: string | null = null): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const byViewer = new Map<string, Map<number, number>>();
  if (json === null) return byViewer;
  const reactions: readonly [viewer: string, id: number, type: number][] = JSON.parse(json);
  for (const [viewer, id, type] of reactions) {
    const types = byViewer.get(viewer);
    if (types) types.set(id, type);
    else byViewer.set(viewer, new Map([[id, type]]));
  }
  return byViewer;
}
