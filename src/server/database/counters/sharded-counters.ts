import { QueryTypes, type Transaction } from "sequelize";
import type { Database, Statement } from "../database.ts";

/*
 * Sharded counters: totals that are kept up to date, so that no request counts rows. Each counter is the sum of up to 16 rows
 * (its shards) of the table `tallies`, so that concurrent writers seldom wait for one another.
 */

const shardCount = 16;
const quarterHourMs = 15 * 60_000;

/** @param random returns a number in [0, 1) */
export function randomShard(random: () => number = Math.random): number {
  return Math.floor(random() * shardCount);
}

/**
 * Adds to counters within the transaction that writes the counted rows.
 *
 * @param changes the change of each counter by its name; negative for deleted rows
 * @param random returns a number in [0, 1)
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

const sumShards: Readonly<Record<Database["dialect"], Statement>> = {
  postgres: {
    name: "counters_read",
    text: `SELECT name, CAST(SUM(count) AS bigint) AS count FROM tallies
           WHERE name IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb))) GROUP BY name`,
  },
  sqlite: {
    name: "counters_read",
    text: `SELECT name, SUM(count) AS count FROM tallies
           WHERE name IN (SELECT value FROM json_each($1)) GROUP BY name`,
  },
};

/** Reads several counters in one snapshot, by name. A counter without rows is 0. */
export async function readCounters<Name extends string>(
  database: Pick<Database, "dialect" | "read">,
  names: readonly Name[],
): Promise<ReadonlyMap<Name, number>> {
  const counters = new Map(names.map((name) => [name, 0]));
  const rows = await database.read<{ name: Name; count: number }>(sumShards[database.dialect], [JSON.stringify(names)]);
  for (const { name, count } of rows) counters.set(name, count);
  return counters;
}

/** The sum of some of the counters that were read together. */
export function sumOf(counters: ReadonlyMap<string, number>, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (counters.get(name) ?? 0), 0);
}

/**
 * The counter of the posts of one quarter of an hour: `posts@2026-11-23T05:45Z`. The offset of every time zone is a multiple
 * of 15 minutes, so the posts of a day in any time zone are a sum of such counters.
 */
export function postsCounterName(createdAt: Date): string {
  return `posts@${startOfQuarterHour(createdAt).toISOString().slice(0, 16)}Z`;
}

/** SQL for the name that `postsCounterName` gives to the column `created_at`. */
export const quarterHourName = {
  postgres: `'posts@' || to_char(date_bin('15 minutes', created_at, '2000-01-01Z') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"')`,
  sqlite: `'posts@' || substr(created_at, 1, 10) || 'T' || substr(created_at, 12, 3)
    || printf('%02d', CAST(substr(created_at, 15, 2) AS integer) / 15 * 15) || 'Z'`,
} as const;

export function startOfQuarterHour(time: Date): Date {
  return new Date(Math.floor(time.getTime() / quarterHourMs) * quarterHourMs);
}

/**
 * Deletes the counters of quarters of an hour before `time`. Deleting a post of such a quarter creates its counter again, until
 * the next call.
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
