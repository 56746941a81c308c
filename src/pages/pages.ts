import { beyondAnyId } from "../database/by-limit.ts";
import type { Database } from "../database/database.ts";
import { sharedReads } from "../database/shared-reads.ts";
import { type Cursors, cutPage, type PageStart } from "../http/page.ts";
import { bodyOf } from "../http/ready-json.ts";
import { keptPages } from "./kept-pages.ts";
import { type Item, type PageJson, pageJson, withReactions } from "./page-json.ts";
import { type ListSql, type PageRow, type PageVersion, pageStatement, pageValues } from "./statement.ts";

/** A page of a list that several members may ask for. */
export interface PageQuery {
  /** The list's address, which its cursors are good for. */
  readonly address: string;
  /** What tells its things from others'; undefined for a list of all there are. */
  readonly whose?: string | number;
  readonly start: PageStart;
}

export interface ReadPage<Body> {
  readonly headers: { readonly Link?: string };
  readonly body: Body;
  /** Whether nothing is on it. */
  readonly isEmpty: boolean;
  /** The number that its list tells beside it; 0 where it tells none. */
  readonly beside: number;
}

/** Reads a page as one member sees it; undefined where there is no such list. */
export type PageReader<Body> = (query: PageQuery, viewerId: string) => Promise<ReadPage<Body> | undefined>;

/** A page as it is to whoever reacted to nothing on it. */
interface Page {
  readonly headers: { readonly Link?: string };
  readonly json: PageJson;
  readonly version: PageVersion | undefined;
  /** How many connections had been lost when it was read; its version holds as long as no more are. */
  readonly losses: number;
}

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
 * Reads pages of lists with as little work as they need. Those who ask for the same page at the same time share a query.
 * The JSON of a page is kept, and made anew when the database, which is asked each time, says that the page has changed; so
 * nobody is ever given what was out of date when they asked.
 */
export function createPages(database: Database, cursors: Cursors): Pages {
  const pages = keptPages<Page>(({ json }) => json.bytes.length);

  function reader<Row extends { readonly id: number }, Thing extends Item>(
    sql: ListSql,
    present: (row: Row) => Thing,
  ): PageReader<{ items: Thing[]; nextCursor: string | null }> {
    const statementFor = pageStatement(database.dialect, sql);

    const read = sharedReads(keyOf, async (query: PageQuery, viewers) => {
      const key = keyOf(query);
      const { limit, after = beyond[sql.order] } = query.start;
      for (;;) {
        const losses = lossesOf(database);
        const kept = pages.get(key);
        const known = kept?.losses === losses ? kept : undefined;
        const values = { viewers, after, version: known?.version, whose: query.whose };
        const rows = await database.read<PageRow & (Row | NoRow)>(
          statementFor(limit),
          pageValues(database.dialect, sql, values),
        );
        const [first] = rows;
        if (!first?.isThere) return undefined;
        const same = first.isSame ? known : undefined;
        if (same && losses !== lossesOf(database)) continue;
        const page = same ?? makePage(query, rows, losses);
        if (page.version && page !== known) pages.set(key, page);
        return { page, beside: first.beside, typesOf: reactionsByViewer(first.reactions) };
      }
    });

    function makePage({ address, start }: PageQuery, rows: readonly (PageRow & (Row | NoRow))[], losses: number): Page {
      const shown = rows.filter((row) => row.id !== null);
      const { headers, body } = cutPage(cursors, address, start.limit, shown, present);
      return { headers, json: pageJson(body), version: versionOf(rows), losses };
    }

    return async (query, viewerId) => {
      const found = await read(query, viewerId);
      if (!found) return undefined;
      const { headers, json } = found.page;
      const types = found.typesOf.get(viewerId);
      const body = types ? withReactions(json, types) : json.bytes;
      return { headers, body: bodyOf(body), isEmpty: json.ids.length === 0, beside: found.beside ?? 0 };
    };
  }

  return { reader };
}

interface NoRow {
  readonly id: null;
}

function lossesOf(database: Database): number {
  return database.dialect === "postgres" ? database.losses() : 0;
}

const beyond = { ASC: 0, DESC: beyondAnyId };

function keyOf({ address, whose, start: { limit, after } }: PageQuery): string {
  return `${address} ${whose} ${limit} ${after}`;
}

/** The version of a page that was read as a whole; undefined where rows have none, as where there are no rows. */
function versionOf(rows: readonly PageRow[]): PageVersion | undefined {
  const epoch = rows[0]?.epoch;
  if (epoch === undefined || rows[0]?.id === null) return undefined;
  return {
    ids: `{${rows.map(({ id }) => id).join()}}`,
    rows: `{${rows.map(({ rowVersion }) => rowVersion).join()}}`,
    epoch,
  };
}

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
