import { QueryTypes, type Transaction } from "sequelize";
import type { Database } from "../database.ts";
import { isUnavailable } from "../errors.ts";
import { timestamp } from "../timestamp.ts";
import { migrations } from "./all.ts";
import { columnTypes, type Migration } from "./migration.ts";

/** The key of an advisory lock, "minifb" in ASCII; other programs on the same database must not use it. */
const advisoryLockKey = 0x6d696e696662;
const maxBusyAttempts = 12;

/** Its message is for operators. */
export class MigrationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MigrationError";
  }
}

export interface MigrationState {
  readonly name: string;
  /** RFC 3339; null for a migration that is not applied. */
  readonly appliedAt: string | null;
}

type Schema = Pick<Database, "dialect" | "sequelize" | "write">;

/**
 * Applies the pending migrations. Several processes may call it at once: each migration is one transaction that takes a lock,
 * checks again whether the migration is pending, and records it. (umzug lists pending migrations before it locks, and records
 * them outside the transaction.)
 *
 * @returns the names of the migrations that this call applied
 * @throws MigrationError when a newer version of the program has migrated the database
 */
export async function migrate(database: Schema, steps: readonly Migration[] = migrations): Promise<readonly string[]> {
  const newlyApplied: string[] = [];
  for (;;) {
    const name = await underLock(database, steps, async (applied, run) => {
      const next = steps.find((step) => !applied.has(step.name));
      if (!next) return undefined;
      for (const sql of next.up(columnTypes[database.dialect])) await run(sql);
      await run("INSERT INTO schema_migrations (name) VALUES ($1)", [next.name]);
      return next.name;
    });
    if (name === undefined) return newlyApplied;
    newlyApplied.push(name);
  }
}

/**
 * Reverts the last migration that is applied. The data of its tables is lost.
 * @returns its name, or undefined if none is applied
 */
export async function rollBack(
  database: Schema,
  steps: readonly Migration[] = migrations,
): Promise<string | undefined> {
  return underLock(database, steps, async (applied, run) => {
    const last = steps.findLast((step) => applied.has(step.name));
    if (!last) return undefined;
    for (const sql of last.down(columnTypes[database.dialect])) await run(sql);
    await run("DELETE FROM schema_migrations WHERE name = $1", [last.name]);
    return last.name;
  });
}

/** Every migration of the program, in order. */
export async function migrationStates(
  database: Schema,
  steps: readonly Migration[] = migrations,
): Promise<readonly MigrationState[]> {
  return underLock(database, steps, async (applied) =>
    steps.map(({ name }) => ({ name, appliedAt: applied.get(name) ?? null })),
  );
}

type Run = (sql: string, bind?: readonly string[]) => Promise<unknown>;

async function underLock<T>(
  database: Schema,
  steps: readonly Migration[],
  work: (applied: ReadonlyMap<string, string>, run: Run) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.write(async (transaction) => {
        const run: Run = (sql, bind = []) => database.sequelize.query(sql, { bind: [...bind], transaction });
        await lock(database, run);
        await run(`CREATE TABLE IF NOT EXISTS schema_migrations (
          name varchar(100) PRIMARY KEY, applied_at ${columnTypes[database.dialect].timestamp} NOT NULL DEFAULT CURRENT_TIMESTAMP
        )`);
        return work(await readApplied(database, transaction, steps), run);
      });
    } catch (error) {
      // On SQLite a migration in another process may take longer than the busy timeout.
      if (!isUnavailable(error) || database.dialect === "postgres" || attempt === maxBusyAttempts) throw error;
    }
  }
}

/** On SQLite the transaction itself locks the database. */
async function lock({ dialect }: Schema, run: Run): Promise<void> {
  if (dialect === "sqlite") return;
  await run("SET LOCAL statement_timeout = 0");
  await run("SET LOCAL lock_timeout = 0");
  await run(`SELECT pg_advisory_xact_lock(${advisoryLockKey})`);
}

async function readApplied(
  { sequelize }: Schema,
  transaction: Transaction,
  steps: readonly Migration[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sequelize.query<{ name: string; applied_at: Date | string }>(
    "SELECT name, applied_at FROM schema_migrations ORDER BY name",
    { type: QueryTypes.SELECT, raw: true, transaction },
  );
  const unknown = rows.filter((row) => !steps.some((step) => step.name === row.name)).map((row) => row.name);
  if (unknown.length > 0) {
    throw new MigrationError(
      `The database is newer than this program, which does not have its migration ${unknown.join(", ")}. Run the version that applied it, or a newer one.`,
    );
  }
  return new Map(rows.map((row) => [row.name, timestamp(row.applied_at)]));
}
