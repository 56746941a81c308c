import { QueryTypes, type Transaction } from "sequelize";
import type { Database } from "../database.ts";
import { isUnavailable } from "../errors.ts";
import { timestamp } from "../timestamp.ts";
import { migrations } from "./all.ts";
import { columnTypes, type Migration } from "./migration.ts";

/** Any number that no other program takes for its own lock on the same Postgres; this one spells "minifb". */
const LOCK = 0x6d696e696662;
const BUSY_ATTEMPTS = 12;

/** What stands in the way of migrating, in words for whoever runs the server. */
export class MigrationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MigrationError";
  }
}

export interface MigrationState {
  readonly name: string;
  /** RFC 3339; null while it is not applied. */
  readonly appliedAt: string | null;
}

type Schema = Pick<Database, "dialect" | "sequelize" | "write">;

/**
 * Brings the schema up to date. Any number of nodes may do so at once: each step is one transaction, which takes a lock,
 * looks again whether the step is still to be done, and records it. (umzug lists what is pending before it locks, and
 * records outside of the migration's transaction.)
 *
 * @returns the names of the steps that this call applied
 * @throws MigrationError when the database was migrated by a newer version of the program
 */
export async function migrate(database: Schema, steps: readonly Migration[] = migrations): Promise<readonly string[]> {
  const done: string[] = [];
  for (;;) {
    const name = await underLock(database, steps, async (applied, run) => {
      const next = steps.find((step) => !applied.has(step.name));
      if (!next) return undefined;
      for (const sql of next.up(columnTypes[database.dialect])) await run(sql);
      await run("INSERT INTO schema_migrations (name) VALUES ($1)", [next.name]);
      return next.name;
    });
    if (name === undefined) return done;
    done.push(name);
  }
}

/**
 * Takes back the last step, with what its tables held.
 * @returns its name, or undefined when there is none left
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

/** Every step the program knows, in order. */
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
      // On SQLite another node's step may take longer than the busy timeout.
      if (!isUnavailable(error) || database.dialect === "postgres" || attempt === BUSY_ATTEMPTS) throw error;
    }
  }
}

/** On SQLite the transaction is the lock. */
async function lock({ dialect }: Schema, run: Run): Promise<void> {
  if (dialect === "sqlite") return;
  await run("SET LOCAL statement_timeout = 0");
  await run("SET LOCAL lock_timeout = 0");
  await run(`SELECT pg_advisory_xact_lock(${LOCK})`);
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
      `The database is newer than this program, which does not know its migration ${unknown.join(", ")}. Run the version that made it, or a newer one.`,
    );
  }
  return new Map(rows.map((row) => [row.name, timestamp(row.applied_at)]));
}
