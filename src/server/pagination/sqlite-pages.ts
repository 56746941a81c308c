import type { Database, Statement, Value } from "../database/database.ts";
import { byLimit } from "../database/page-size-statements.ts";
import { type AskedPage, begins, type ListSql, type PageRow, type ReactionsSql } from "./list-sql.ts";

/** Reads several pages, each anew. */
export function sqlitePages(database: Database, list: ListSql) {
  const statementFor = pageStatement(list);

  return <Row extends PageRow>(limit: number, asked: readonly AskedPage[]): Promise<readonly Row[][]> =>
    Promise.all(asked.map((page) => database.read<Row>(statementFor(limit), valuesOf(list, page))));
}

function valuesOf({ reactions, whoseType }: ListSql, { after, viewers, whose }: AskedPage): Value[] {
  const values: Value[] = [after];
  if (reactions) values.push(JSON.stringify([...viewers]));
  if (whoseType) values.push(whose ?? null);
  return values;
}

export function pageStatement(list: ListSql): (limit: number) => Statement {
  const { name, table, order, columns, member, reactions, where, isThere, beside } = list;
  const whose = reactions ? "$3" : "$2";
  return byLimit(
    name,
    (rows) => `
  WITH page AS MATERIALIZED (
    SELECT * FROM ${table} WHERE ${where(whose)} AND ${begins[order]} $1 ORDER BY id ${order} LIMIT ${rows}
  )
  SELECT ${isThere(whose)} AS "isThere", ${beside ? `${beside(whose)} AS beside,` : ""}
    ${reactions ? `${reactionsOf(reactions)} AS reactions,` : ""} shown.*
  FROM (SELECT 1) LEFT JOIN (
    SELECT ${columns} FROM page p JOIN users u ON u.id = p.${member}
  ) shown ON TRUE
  ORDER BY shown.id ${order}`,
  );
}

/** CROSS JOIN keeps the order (SQLite, "Manual Control Of Query Plans Using CROSS JOIN"), so that a viewer's are looked up. */
function reactionsOf({ table, column }: ReactionsSql): string {
  return `CASE WHEN shown.id IS NULL OR shown.id = (SELECT id FROM page LIMIT 1) THEN (
    SELECT json_group_array(json_array(r.user_id, r.${column}, r.type))
    FROM page CROSS JOIN json_each($2) viewer CROSS JOIN ${table} r ON r.${column} = page.id AND r.user_id = viewer.value
  ) END`;
}
