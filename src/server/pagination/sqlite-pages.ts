import type { Database, Statement, Value } from "../database/database.ts";
import { cursorCondition, type ListSql, type PageRequest, type PageRow, type ReactionsSql } from "./list-sql.ts";
import { pageSizeStatements } from "./page-size-statements.ts";

/** Reads each page with a statement of its own. SQLite rows have no version, so pages are not cached. */
export function sqlitePages(database: Database, list: ListSql) {
  const statementFor = pageStatement(list);

  return <Row extends PageRow>(limit: number, requests: readonly PageRequest[]): Promise<readonly Row[][]> =>
    Promise.all(requests.map((request) => database.read<Row>(statementFor(limit), valuesOf(list, request))));
}

function valuesOf({ reactions, filterType }: ListSql, { after, viewers, filter }: PageRequest): Value[] {
  const values: Value[] = [after];
  if (reactions) values.push(JSON.stringify([...viewers]));
  if (filterType) values.push(filter ?? null);
  return values;
}

export function pageStatement(list: ListSql): (limit: number) => Statement {
  const { name, table, order, columns, member, reactions, where, exists, total } = list;
  const filter = reactions ? "$3" : "$2";
  return pageSizeStatements(
    name,
    (rows) => `
  WITH page AS MATERIALIZED (
    SELECT * FROM ${table} WHERE ${where(filter)} AND ${cursorCondition[order]} $1 ORDER BY id ${order} LIMIT ${rows}
  )
  SELECT ${exists(filter)} AS "exists", ${total ? `${total.value(filter)} AS total,` : ""}
    ${reactions ? `${reactionsOf(reactions)} AS reactions,` : ""} shown.*
  FROM (SELECT 1) LEFT JOIN (
    SELECT ${columns} FROM page p JOIN users u ON u.id = p.${member}
  ) shown ON TRUE
  ORDER BY shown.id ${order}`,
  );
}

/**
 * CROSS JOIN fixes the order of the join (SQLite, "Manual Control Of Query Plans Using CROSS JOIN"), so that the viewers'
 * reactions are found by index.
 */
function reactionsOf({ table, column }: ReactionsSql): string {
  return `CASE WHEN shown.id IS NULL OR shown.id = (SELECT id FROM page LIMIT 1) THEN (
    SELECT json_group_array(json_array(r.user_id, r.${column}, r.type))
    FROM page CROSS JOIN json_each($2) viewer CROSS JOIN ${table} r ON r.${column} = page.id AND r.user_id = viewer.value
  ) END`;
}
