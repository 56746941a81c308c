import type { Asked } from "../database/batching/query-batching.ts";
import type { Database } from "../database/database.ts";
import { beyondAnyId } from "../database/page-size-statements.ts";
import { type Cursors, cutPage } from "./cursors.ts";
import type { ListSql, PageRow } from "./list-sql.ts";
import type { KeptPages } from "./page-cache.ts";
import { type Item, type PageJson, pageJson } from "./page-json.ts";
import type { PageQuery } from "./pages.ts";
import { postgresPages } from "./postgres-pages.ts";
import { sqlitePages } from "./sqlite-pages.ts";

/** A page as it is to whoever reacted to nothing on it. */
export interface KnownPage {
  readonly headers: { readonly Link?: string };
  readonly json: PageJson;
  readonly version: string | undefined;
  /** How many connections had been lost when it was read; its version holds as long as no more are. */
  readonly losses: number;
}

export interface FoundPage {
  readonly page: KnownPage;
  readonly beside: number;
  /** Of each viewer who reacted to anything on it, the types by the things' ids. */
  readonly typesOf: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

export interface LookUpDeps {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly kept: KeptPages<KnownPage>;
}

/** Looks up several pages of one list and one length; undefined for each that has no list. */
export type LookUp = (limit: number, asked: readonly Asked<PageQuery>[]) => Promise<readonly (FoundPage | undefined)[]>;

interface NoRow {
  readonly id: null;
}

export function lookUp<Row extends { readonly id: number }>(
  { database, cursors, kept }: LookUpDeps,
  sql: ListSql,
  present: (row: Row) => Item,
): LookUp {
  type Rows = readonly (PageRow & (Row | NoRow))[];
  const readRows = (database.dialect === "postgres" ? postgresPages : sqlitePages)(database, sql);
  const losses = database.dialect === "postgres" ? database.losses : () => 0;

  function pageOf({ address, start }: PageQuery, rows: Rows, lost: number): KnownPage {
    const shown = rows.filter((row) => row.id !== null);
    const { headers, body } = cutPage(cursors, address, start.limit, shown, present);
    return { headers, json: pageJson(body), version: rows[0]?.version ?? undefined, losses: lost };
  }

  return async function look(limit, asked) {
    const lost = losses();
    const pages = asked.map(({ key, query, viewers }) => {
      const page = kept.get(`${limit} ${key}`);
      const known = page?.losses === lost ? page : undefined;
      const { whose, start } = query;
      return { key, query, viewers, whose, after: start.after ?? beyond[sql.order], known, version: known?.version };
    });
    const allRows = await readRows<PageRow & (Row | NoRow)>(limit, pages);
    // Versions that were believed need not mean the same after a connection was lost.
    if (lost !== losses() && allRows.some(([first]) => first?.isSame)) return look(limit, asked);
    return pages.map(({ key, query, known }, index) => {
      const rows = allRows[index] ?? [];
      const [first] = rows;
      if (!first?.isThere) return undefined;
      const same = first.isSame ? known : undefined;
      const page = same ?? pageOf(query, rows, lost);
      if (page.version && !same) kept.set(`${limit} ${key}`, page);
      return { page, beside: first.beside ?? 0, typesOf: reactionsByViewer(first.reactions) };
    });
  };
}

const beyond = { ASC: 0, DESC: beyondAnyId };

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
