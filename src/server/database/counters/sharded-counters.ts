import { QueryTypes, type Transaction } from "sequelize";
import type { Database, Statement } from "../database.ts";

const SHARDS = 16;
const QUARTER_HOUR = 15 * 60_000;

/** One of the rows that a total is kept in, picked at random. */
export function randomShard(random: () => number = Math.random): number {
  return Math.floor(random() * SHARDS);
}

/**
 * Adds to running totals within the transaction that makes what they count, so that a total never has to be counted.
 * A total is kept in 16 rows, one of which is picked at random, so that writers seldom wait for one another.
 *
 * @param changes by how much each total changes, negative for what was taken away; a total that does not change is left alone
 * @param random a number in [0, 1)
 */
export async function addToCounters(
  database: Pick<Database, "sequelize">,
  transaction: Transaction,
  changes: Readonly<Record<string, number>>,
  random: () => number = Math.random,
): Promise<void> {
  const shard = randomShard(random);
  // Two transactions that lock the same rows in the same order cannot deadlock.
  const changed = Object.entries(changes)
    .filter(([, change]) => change !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (changed.length === 0) return;
  const rows = changed.map((_, index) => `($${3 * index + 1}, $${3 * index + 2}, $${3 * index + 3})`);
  await database.sequelize.query(
    `INSERT INTO tallies (name, shard, count) VALUES ${rows.join(", ")}
     ON CONFLICT (name, shard) DO UPDATE SET count = tallies.count + excluded.count`,
    { bind: changed.flatMap(([name, change]) => [name, shard, change]), transaction, type: QueryTypes.RAW },
  );
}

const READ: Readonly<Record<Database["dialect"], Statement>> = {
  postgres: {
    name: "readTallies",
    text: `SELECT name, CAST(SUM(count) AS bigint) AS count FROM tallies
           WHERE name IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb))) GROUP BY name`,
  },
  sqlite: {
    name: "readTallies",
    text: `SELECT name, SUM(count) AS count FROM tallies
           WHERE name IN (SELECT value FROM json_each($1)) GROUP BY name`,
  },
};

/** Several totals as of one moment, by name; what was never counted is 0. */
export async function readCounters<Name extends string>(
  database: Pick<Database, "dialect" | "read">,
  names: readonly Name[],
): Promise<ReadonlyMap<Name, number>> {
  const totals = new Map(names.map((name) => [name, 0]));
  const rows = await database.read<{ name: Name; count: number }>(READ[database.dialect], [JSON.stringify(names)]);
  for (const { name, count } of rows) totals.set(name, count);
  return totals;
}

/** Adds up some of the totals that were read together. */
export function sumOf(totals: ReadonlyMap<string, number>, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (totals.get(name) ?? 0), 0);
}

/**
 * The total that counts the posts of one quarter of an hour: `posts@2026-11-23T05:45Z`. Every time zone's offset is a
 * multiple of a quarter, so the quarters of a day in any of them add up to that day's posts.
 */
export function postsCounterName(createdAt: Date): string {
  return `posts@${startOfQuarterHour(createdAt).toISOString().slice(0, 16)}Z`;
}

export function startOfQuarterHour(time: Date): Date {
  return new Date(Math.floor(time.getTime() / QUARTER_HOUR) * QUARTER_HOUR);
}

/**
 * Deletes the totals of quarters of an hour before `time`, which no day's posts need any more; a deletion of one of their
 * posts makes a total anew, until the next time.
 */
export async function deleteOldPostsCounters(
  database: Pick<Database, "sequelize" | "write">,
  time: Date,
): Promise<void> {
  await database.write(async (transaction) => {
    const bind = [postsCounterName(time)];
    const text = "DELETE FROM tallies WHERE name LIKE 'posts@%' AND name < $1";
    await database.sequelize.query(text, { bind, transaction, type: QueryTypes.RAW });
  });
}
