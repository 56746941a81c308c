import type { Database, Statement, Value } from "../database/database.ts";
import { arrayText, queryTable } from "../database/postgres/arrays.ts";
import { cursorCondition, type ListSql, type PageRequest, type PageRow, type ReactionsSql } from "./list-sql.ts";
import { pageSizeStatements } from "./page-size-statements.ts";

/** Reads several pages in one round trip. */
export function postgresPages(database: Database, list: ListSql) {
  const statementFor = pagesStatement(list);

  return async <Row extends PageRow>(limit: number, requests: readonly PageRequest[]): Promise<readonly Row[][]> => {
    const pages = requests.map((): Row[] => []);
    for (const row of await database.read<Row & { nth: number }>(statementFor(limit), valuesOf(list, requests))) {
      pages[row.nth - 1]?.push(row);
    }
    return pages;
  };
}

function valuesOf(list: ListSql, requests: readonly PageRequest[]): Value[] {
  const columns: (string | number | null)[][] = [
    requests.map(({ after }) => after),
    requests.map(({ version = null }) => version),
  ];
  if (list.reactions) columns.push(requests.map(({ viewers }) => arrayText(viewers)));
  if (list.filterType) columns.push(requests.map(({ filter = null }) => filter));
  return columns.map(arrayText);
}

/**
 * The version of a page consists of the ids of its rows, the `xmin` of each, and how often members' names have changed on
 * this database server. `xmin` is the transaction that wrote a row, so it differs whenever the row does (PostgreSQL manual,
 * "System Columns"). Members are joined only if the version differs from the requested one.
 *
 * OFFSET 0 is a barrier for the planner: within LATERAL it must neither reorder nor repeat the work. So a viewer's reactions
 * are looked up by the viewer, and not among all reactions to a post.
 */
export function pagesStatement(list: ListSql): (limit: number) => Statement {
  const { name, table, order, columns, member, reactions, filterType, where, exists, total } = list;
  const filter = "asked.filter";
  const asked = queryTable({
    ...{ after: "bigint", version: "text" },
    ...(reactions && { viewers: "text" }),
    ...(filterType && { filter: filterType }),
  });
  return pageSizeStatements(
    name,
    (rows) => `
  SELECT asked.nth::int, ${exists(filter)} AS "exists", ${total ? total.value(filter) : "NULL::int"} AS total, page.same AS "isSame",
    CASE WHEN NOT page.same THEN page.version END AS version, ${reactions ? reactionsOf(reactions) : "NULL"} AS reactions, shown.*
  FROM ${asked} CROSS JOIN LATERAL (
    SELECT ids, now.version, COALESCE(now.version = asked.version, FALSE) AS same
    FROM (
      SELECT array_agg(id) AS ids, array_agg(xmin) AS versions FROM (
        SELECT id, xmin FROM ${table}
        WHERE ${where(filter)} AND ${cursorCondition[order]} asked.after ORDER BY id ${order} LIMIT ${rows}
      ) one
    ) found CROSS JOIN LATERAL (
      SELECT ids::text || versions::text ||
        (SELECT count || ' ' || pg_postmaster_start_time() FROM tallies WHERE name = 'names' AND shard = 0) AS version OFFSET 0
    ) now
    OFFSET 0
  ) page LEFT JOIN LATERAL (
    SELECT ${columns} FROM unnest(page.ids) AS wanted (id)
    JOIN ${table} p ON p.id = wanted.id JOIN users u ON u.id = p.${member} WHERE NOT page.same OFFSET 0
  ) shown ON TRUE
  ORDER BY asked.nth, shown.id ${order}`,
  );
}

function reactionsOf({ table, column }: ReactionsSql): string {
  return `CASE WHEN shown.id IS NULL OR shown.id = page.ids[1] THEN (
    SELECT json_agg(json_build_array(viewer, r.${column}, r.type))::text
    FROM unnest(asked.viewers::varchar[]) viewer CROSS JOIN LATERAL (
      SELECT * FROM ${table} WHERE user_id = viewer AND ${column} = ANY (page.ids) OFFSET 0
    ) r
  ) END`;
}
