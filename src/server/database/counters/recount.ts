import { QueryTypes, type Transaction } from "sequelize";
import type { Database } from "../database.ts";
import { sqliteTimestamp } from "../timestamp.ts";
import { postsCounterName, quarterHourName, startOfQuarterHour } from "./sharded-counters.ts";

/** A counter that does not equal what counting gives. */
export interface CounterDifference {
  /** `posts.comment_count` of a row, or the name of a total such as `posts@2026-11-23T05:45Z`. */
  readonly counter: string;
  /** The row's id; undefined for a total. */
  readonly id: string | number | undefined;
  readonly stored: number;
  readonly counted: number;
}

export interface RecountOptions {
  /** Corrects what differs. */
  readonly fix: boolean;
  /** Totals of quarters of an hour before this time are not needed any more and are not compared. */
  readonly since: Date;
  /** Called for each difference, so that a report needs no memory that grows with the tables. */
  readonly onDifference: (difference: CounterDifference) => void;
}

interface CountedTable {
  readonly table: string;
  /** Sorts before every id. */
  readonly beforeFirst: string | number;
  /** By the counter's column, a query that counts for the row `item`. */
  readonly counters: Readonly<Record<string, string>>;
}

const types = [1, 2, 3, 4, 5];
const reactionCounters = (table: string, column: string) =>
  Object.fromEntries(
    types.map((type) => [
      `reaction_count_${type}`,
      `SELECT count(*) FROM ${table} WHERE ${column} = item.id AND type = ${type}`,
    ]),
  );

const countedTables: readonly CountedTable[] = [
  {
    table: "posts",
    beforeFirst: 0,
    counters: {
      comment_count: "SELECT count(*) FROM comments WHERE post_id = item.id",
      ...reactionCounters("post_reactions", "post_id"),
    },
  },
  { table: "comments", beforeFirst: 0, counters: reactionCounters("comment_reactions", "comment_id") },
  {
    table: "users",
    beforeFirst: "",
    counters: { unread_count: "SELECT count(*) FROM notifications WHERE user_id = item.id AND NOT is_read" },
  },
];

const rowsPerQuery = 1000;

/**
 * Compares every counter with what counting gives, in bounded memory and beside a running server: a row and its counters are
 * read by one statement, and every write changes both in one transaction, so writes in flight make no difference.
 * @returns how many rows and totals were compared
 */
export async function recount(database: Database, options: RecountOptions): Promise<number> {
  let compared = 0;
  for (const counted of countedTables) compared += await recountRows(database, counted, options);
  return compared + (await recountTotals(database, options));
}

type CountedRow = Readonly<Record<string, number>> & { readonly id: string | number };

async function recountRows(database: Database, counted: CountedTable, options: RecountOptions): Promise<number> {
  const { table, beforeFirst } = counted;
  const columns = Object.keys(counted.counters);
  const counts = Object.entries(counted.counters).map(
    ([column, count]) => `item.${column} AS stored_${column}, (${count}) AS counted_${column}`,
  );
  const statement = {
    name: `recount_${table}`,
    text: `SELECT item.id, ${counts.join(", ")}
      FROM (SELECT * FROM ${table} WHERE id > $1 ORDER BY id LIMIT ${rowsPerQuery}) item ORDER BY item.id`,
  };
  let compared = 0;
  for (let after = beforeFirst; ; ) {
    const rows = await database.scan<CountedRow>(statement, [after]);
    for (const row of rows) {
      const differences = columns.flatMap((column) => {
        const [stored = 0, countedNow = 0] = [row[`stored_${column}`], row[`counted_${column}`]];
        if (stored === countedNow) return [];
        return [{ counter: `${table}.${column}`, id: row.id, stored, counted: countedNow }];
      });
      differences.forEach(options.onDifference);
      if (differences.length > 0 && options.fix) await fixRow(database, counted, row.id);
    }
    compared += rows.length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsPerQuery) return compared;
    after = last.id;
  }
}

/** Every write locks the row before it changes what the row counts, so that the count below is final once the lock is held. */
async function fixRow(database: Database, { table, counters }: CountedTable, id: string | number): Promise<void> {
  const assignments = Object.entries(counters).map(([column, count]) => `${column} = (${count})`);
  await database.write(async (transaction) => {
    const lock = database.dialect === "postgres" ? " FOR UPDATE" : "";
    await run(database, transaction, `SELECT id FROM ${table} WHERE id = $1${lock}`, [id]);
    await run(database, transaction, `UPDATE ${table} AS item SET ${assignments.join(", ")} WHERE id = $1`, [id]);
  });
}

async function recountTotals(database: Database, { fix, since, onDifference }: RecountOptions): Promise<number> {
  const { dialect } = database;
  const from = startOfQuarterHour(since);
  const values = [from, postsCounterName(from)] as const;
  const rows = await database.scan<{ name: string; stored: number; counted: number }>(
    { name: "recount_totals", text: totals(dialect) },
    values,
  );
  const different = rows.filter(({ stored, counted }) => stored !== counted);
  for (const { name, stored, counted } of different) onDifference({ counter: name, id: undefined, stored, counted });
  if (fix && different.length > 0) {
    await database.write(async (transaction) => {
      // Two commands at the same time would both add the difference. Writers of posts need not wait: see `recount`.
      if (dialect === "postgres") {
        await run(database, transaction, "SELECT pg_advisory_xact_lock(hashtext('minifb check-counters'))", []);
      }
      await run(
        database,
        transaction,
        `INSERT INTO tallies (name, shard, count)
         SELECT name, 0, counted - stored FROM (${totals(dialect)}) total WHERE counted <> stored
         ON CONFLICT (name, shard) DO UPDATE SET count = tallies.count + excluded.count`,
        dialect === "postgres" ? [...values] : [sqliteTimestamp(from), values[1]],
      );
    });
  }
  return rows.length;
}

/** `$1` is the time from which quarters of an hour count, `$2` the name of its total. */
function totals(dialect: Database["dialect"]): string {
  return `
    SELECT COALESCE(counted.name, stored.name) AS name, COALESCE(stored.count, 0) AS stored, COALESCE(counted.count, 0) AS counted
    FROM (
      SELECT 'users' AS name, count(*) AS count FROM users
      UNION ALL SELECT 'posts', count(*) FROM posts WHERE deleted_at IS NULL
      UNION ALL SELECT ${quarterHourName[dialect]}, count(*) FROM posts WHERE deleted_at IS NULL AND created_at >= $1 GROUP BY 1
    ) counted FULL JOIN (
      SELECT name, ${dialect === "postgres" ? "CAST(SUM(count) AS bigint)" : "SUM(count)"} AS count FROM tallies
      WHERE name IN ('users', 'posts') OR name LIKE 'posts@%' AND name >= $2 GROUP BY name
    ) stored ON stored.name = counted.name
    WHERE COALESCE(counted.name, stored.name) IS NOT NULL`;
}

function run(database: Database, transaction: Transaction, text: string, bind: unknown[]): Promise<unknown> {
  return database.sequelize.query(text, { bind, transaction, type: QueryTypes.RAW });
}
