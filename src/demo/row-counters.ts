import { QueryTypes, type Transaction } from "sequelize";
import type { Database } from "../server/database/database.ts";

/** Adds to counters of many rows by one statement. `changes` holds, by the row's id, one number a column. */
export async function addToRowCounters(
  { sequelize }: Pick<Database, "sequelize">,
  transaction: Transaction,
  table: string,
  columns: readonly string[],
  changes: readonly (readonly [id: string | number, change: readonly number[]])[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(([id, change]) => `(${[sequelize.escape(id), ...change].join(", ")})`);
  const names = columns.map((_, index) => `change_${index}`);
  const sums = columns.map((column, index) => `${column} = ${table}.${column} + changes.change_${index}`);
  await sequelize.query(
    `WITH changes (id, ${names.join(", ")}) AS (VALUES ${rows.join(", ")})
     UPDATE ${table} SET ${sums.join(", ")} FROM changes WHERE ${table}.id = changes.id`,
    { transaction, type: QueryTypes.RAW },
  );
}
