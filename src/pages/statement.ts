import { byLimit } from "../database/by-limit.ts";
import type { Database, Statement, Value } from "../database/database.ts";

/** The SQL of a list of things that members wrote and that others react to. */
export interface ListSql {
  readonly name: string;
  /** Of the things. */
  readonly table: string;
  readonly order: "ASC" | "DESC";
  /** What a row shows, of the thing `p` and its owner `u`. */
  readonly columns: string;
  /** The table of reactions, and its column for the thing's id. */
  readonly reactions: { readonly table: string; readonly column: string };
  /** Which things it has; `whose` is the value that tells them from others'. */
  where(whose: string): string;
  /** Whether there is such a list at all. */
  isThere(whose: string): string;
}

/** What tells a page from the same page at another time. All of it is text, and Postgres's own. */
export interface PageVersion {
  /** An array of the things' ids, in their order. */
  readonly ids: string;
  /** An array of the versions of their rows. */
  readonly rows: string;
  /** Whose versions they are, and how often members' names had changed. */
  readonly epoch: string;
}

/** The first row also tells of the whole page. Where the page has nothing to show, there is one row without an id. */
export interface PageRow {
  readonly id: number | null;
  readonly isThere: boolean | number;
  /** Whether the page still is of the version that was given, so that nothing of it is shown. */
  readonly isSame: boolean | number;
  /** Those of the viewers, a JSON array of [viewer, thing's id, type], or null for none; in the first row alone. */
  readonly reactions: string | null;
  /** Null where rows have no versions. */
  readonly rowVersion: string | null;
  readonly epoch: string | null;
}

/** What a page is asked for with. */
export interface PageValues {
  readonly viewers: readonly string[];
  /** The id after which it begins. */
  readonly after: number;
  /** Of the page as it is known. */
  readonly version: PageVersion | undefined;
  readonly whose: string | number | undefined;
}

/** Reads a page for several viewers in one round trip. */
export function pageStatement(dialect: Database["dialect"], list: ListSql): (limit: number) => Statement {
  return byLimit(list.name, (rows) => (dialect === "postgres" ? onPostgres(list, rows) : onSqlite(list, rows)));
}

/** The statement's values, from `$1` on: viewers, after, on Postgres the version's ids, rows and epoch, and whose list it is. */
export function pageValues(dialect: Database["dialect"], { viewers, after, version, whose }: PageValues): Value[] {
  const texts = viewers.map((viewer) => JSON.stringify(viewer)).join();
  const known = version ? [version.ids, version.rows, version.epoch] : [null, null, null];
  const last = whose === undefined ? [] : [whose];
  return dialect === "postgres" ? [`{${texts}}`, after, ...known, ...last] : [`[${texts}]`, after, ...last];
}

const begins = { ASC: "id > $2", DESC: "id < $2" };
const ifFirst = "f.id IS NULL OR f.id = (SELECT id FROM page LIMIT 1)";

/**
 * `xmin` is the transaction that wrote a row, so it is another one whenever the row is (PostgreSQL manual, "System Columns").
 * OFFSET 0 keeps the planner from changing the order of what is within LATERAL: a viewer's reactions are looked up by the
 * viewer, never among all that a post has; and members are looked up only when the version is another.
 */
function onPostgres({ table, order, columns, reactions, where, isThere }: ListSql, rows: number): string {
  return `
  WITH page AS MATERIALIZED (
    SELECT id, xmin AS row_version FROM ${table} WHERE ${where("$6")} AND ${begins[order]} ORDER BY id ${order} LIMIT ${rows}
  ), version AS (
    SELECT array_agg(id) AS ids, array_agg(row_version) AS rows,
      (SELECT count FROM tallies WHERE name = 'names' AND shard = 0) || ' ' || pg_postmaster_start_time() AS epoch
    FROM page
  ), state AS (
    SELECT epoch, ids IS NOT DISTINCT FROM $3::bigint[] AND rows IS NOT DISTINCT FROM $4::xid[] AND COALESCE(epoch = $5, FALSE) AS same
    FROM version
  )
  SELECT ${isThere("$6")} AS "isThere", state.same AS "isSame", state.epoch, CASE WHEN ${ifFirst} THEN (
    SELECT json_agg(json_build_array(viewer, r.${reactions.column}, r.type))::text
    FROM unnest($1::varchar[]) viewer CROSS JOIN LATERAL (
      SELECT * FROM ${reactions.table} WHERE user_id = viewer AND ${reactions.column} = ANY (ARRAY(SELECT id FROM page)) OFFSET 0
    ) r
  ) END AS reactions, f.*
  FROM state LEFT JOIN LATERAL (
    SELECT ${columns}, page.row_version::text AS "rowVersion"
    FROM page JOIN ${table} p ON p.id = page.id JOIN users u ON u.id = p.owner_id WHERE NOT state.same OFFSET 0
  ) f ON TRUE
  ORDER BY f.id ${order}`;
}

function onSqlite({ table, order, columns, reactions, where, isThere }: ListSql, rows: number): string {
  return `
  WITH page AS MATERIALIZED (
    SELECT * FROM ${table} WHERE ${where("$3")} AND ${begins[order]} ORDER BY id ${order} LIMIT ${rows}
  )
  SELECT ${isThere("$3")} AS "isThere", FALSE AS "isSame", NULL AS epoch, NULL AS "rowVersion", CASE WHEN ${ifFirst} THEN (
    SELECT json_group_array(json_array(user_id, ${reactions.column}, type)) FROM ${reactions.table}
    WHERE ${reactions.column} IN (SELECT id FROM page) AND user_id IN (SELECT value FROM json_each($1))
  ) END AS reactions, f.*
  FROM (SELECT 1) LEFT JOIN (
    SELECT ${columns} FROM page p JOIN users u ON u.id = p.owner_id
  ) f ON TRUE
  ORDER BY f.id ${order}`;
}
