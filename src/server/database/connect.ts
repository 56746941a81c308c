import type { Logger } from "pino";
import type { Database } from "./database.ts";
import { openPostgres } from "./postgres/engine.ts";

export interface ConnectOptions {
  /** `postgres://...`; by default the database is the SQLite file in `dataDir`. */
  readonly url?: string;
  readonly dataDir: string;
  readonly log: Logger;
}

const pingQueries = { postgres: "SELECT 1", sqlite: "SELECT 1 FROM sqlite_schema LIMIT 1" };

/**
 * Opens the database. It does not migrate: see `migrate`.
 * @throws an error for which `isUnavailable` is true, when the database does not respond
 */
export async function connect({ url, dataDir, log }: ConnectOptions): Promise<Database> {
  const engine = url === undefined ? await openEmbedded(dataDir) : openPostgres(url, log);
  const statement = { name: "ping", text: pingQueries[engine.dialect] };
  const ping = async () => {
    await engine.read(statement);
  };
  try {
    await ping();
  } catch (error) {
    await engine.close();
    throw error;
  }
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= engine.close();
    return closing;
  };
  return { ...engine, ping, close };
}

/** Loads SQLite's native code only where it is used: under Deno that needs a permission, which a Postgres server does without. */
async function openEmbedded(dataDir: string) {
  const { openSqlite } = await import("./sqlite/engine.ts");
  return openSqlite(dataDir);
}
