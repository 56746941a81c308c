import { byLimit } from "../database/by-limit.ts";
import type { Database, Statement, Value } from "../database/database.ts";

/** The SQL of a list of things that members wrote or did. */
export interface ListSql {
  readonly name: string;
  /** Of the things. */
  readonly table: string;
  readonly order: "ASC" | "DESC";
  /** What a row shows, of the thing `p` and its member `u`. */
  readonly columns: string;
  /** The things' column for the id of the member who wrote or did them. */
  readonly member: string;
  /** Undefined where nobody can react. */
  readonly reactions: ReactionsSql | undefined;
  /** Which things it has; `whose` is the value that tells them from others'. */
  where(whose: string): string;
  /** Whether there is such a list at all. */
  isThere(whose: string): string;
  /** A number that is told beside the page and not kept with it. */
  beside?(whose: string): string;
}

/** A table of reactions, and its column for the thing's id. */
export interface ReactionsSql {
  readonly table: string;
  readonly column: string;
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

/**
 * The first row also tells of the whole page. Where the page has nothing to show, there is one row without an id. What is
 * optional is told where lists have such, or where rows have versions.
 */
export interface PageRow {
  readonly id: number | null;
  readonly isThere: boolean | number;
  readonly beside?: number | null;
  /** Those of the viewers, a JSON array of [viewer, thing's id, type], or null for none; in the first row alone. */
  readonly reactions?: string | null;
  /** Whether the page still is of the version that was given, so that nothing of it is shown. */
  readonly isSame?: boolean;
  readonly rowVersion?: string | null;
  readonly epoch?: string;
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

/** The statement's values: first where the page begins, on Postgres its version, viewers if they matter, and whose list it is. */
export function pageValues(
  dialect: Database["dialect"],
  { reactions }: ListSql,
  { viewers, after, version, whose }: PageValues,
): Value[] {
  const values: Value[] = [after];
  if (dialect === "postgres") values.push(version?.ids ?? null, version?.rows ?? null, version?.epoch ?? null);
  if (reactions) {
    const texts = viewers.map((viewer) => JSON.stringify(viewer)).join();
    values.push(dialect === "postgres" ? `{${texts}}` : `[${texts}]`);
  }
  if (whose !== undefined) values.push(whose);
  return values;
}

const begins = { ASC: "id > $1", DESC: "id < $1" };
const ifFirst = "f.id IS NULL OR f.id = (SELECT id FROM page LIMIT 1)";

/**
 * `xmin` is the transaction that wrote a row, so it is another one whenever the row is (PostgreSQL manual, "System Columns").
 * OFFSET 0 keeps the planner from changing the order of what is within LATERAL: a viewer's reactions are looked up by the
 * viewer, never among all that a post has; and members are looked up only when the version is another.
 */
function onPostgres(list: ListSql, rows: number): string {
  const { table, order, columns, member, reactions, where, isThere, beside = () => "NULL::int" } = list;
  const whose = reactions ? "$6" : "$5";
  return `
  WITH page AS MATERIALIZED (
    SELECT id, xmin AS row_version FROM ${table} WHERE ${where(whose)} AND ${begins[order]} ORDER BY id ${order} LIMIT ${rows}
  ), version AS (
    SELECT array_agg(id) AS ids, array_agg(row_version) AS rows,
      (SELECT count FROM tallies WHERE name = 'names' AND shard = 0) || ' ' || pg_postmaster_start_time() AS epoch
    FROM page
  ), state AS (
    SELECT epoch, ids IS NOT DISTINCT FROM $2::bigint[] AND rows IS NOT DISTINCT FROM $3::xid[] AND COALESCE(epoch = $4, FALSE) AS same
    FROM version
  )
  SELECT ${isThere(whose)} AS "isThere", ${beside(whose)} AS beside, state.same AS "isSame", state.epoch,
    ${reactions ? reactionsOnPostgres(reactions) : "NULL"} AS reactions, f.*
  FROM state LEFT JOIN LATERAL (
    SELECT ${columns}, page.row_version::text AS "rowVersion"
    FROM page JOIN ${table} p ON p.id = page.id JOIN users u ON u.id = p.${member} WHERE NOT state.same OFFSET 0
  ) f ON TRUE
  ORDER BY f.id ${order}`;
}

function reactionsOnPostgres({ table, column }: ReactionsSql): string {
  return `CASE WHEN ${ifFirst} THEN (
    SELECT json_agg(json_build_array(viewer, r.${column}, r.type))::text
    FROM unnest($5::varchar[]) viewer CROSS JOIN LATERAL (
      SELECT * FROM ${table} WHERE user_id = viewer AND ${column} = ANY (ARRAY(SELECT id FROM page)) OFFSET 0
    ) r
  ) END`;
}

function onSqlite(list: ListSql, rows: number): string {
  const { table, order, columns, member, reactions, where, isThere, beside } = list;
  const whose = reactions ? "$3" : "$2";
  return `
  WITH page AS MATERIALIZED (
    SELECT * FROM ${table} WHERE ${where(whose)} AND ${begins[order]} ORDER BY id ${order} LIMIT ${rows}
  )
  SELECT ${isThere(whose)} AS "isThere", ${beside ? `${beside(whose)} AS beside,` : ""}
    ${reactions ? `${reactionsOnSqlite(reactions)} AS reactions,` : ""} f.*
  FROM (SELECT 1) LEFT JOIN (
    SELECT ${columns} FROM page p JOIN users u ON u.id = p.${member}
  ) f ON TRUE
  ORDER BY f.id ${order}`;
}

/** CROSS JOIN keeps the order (SQLite, "Manual Control Of Query Plans Using CROSS JOIN"), for the same reason as above. */
function reactionsOnSqlite({ table, column }: ReactionsSql): string {
  return `CASE WHEN ${ifFirst} THEN (
    SELECT json_group_array(json_array(r.user_id, r.${column}, r.type))
    FROM page CROSS JOIN json_each($2) viewer CROSS JOIN ${table} r ON r.${column} = page.id AND r.user_id = viewer.value
  ) END`;
}
