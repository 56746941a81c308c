import process from "node:process";
import { pino } from "pino";
import { type Config, ConfigError, loadConfig } from "../server/config.ts";
import { connect } from "../server/database/connect.ts";
import type { Database } from "../server/database/database.ts";
import { databaseErrorMessage } from "../server/database/errors.ts";
import { MigrationError } from "../server/database/migrations/migrate.ts";

/** The configuration requires a JWT secret with Postgres, but commands sign no tokens. */
const unusedSecret = "unused ".repeat(8);

/** Wrong arguments; the message says which. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/**
 * Runs a command with a connection to the configured database. Errors are printed to standard error, and the exit status
 * is 1.
 */
export async function withDatabase(work: (database: Database, config: Config) => Promise<void>): Promise<void> {
  await reportErrors(async () => {
    const config = loadConfig({ ...process.env, JWT_SECRET: process.env.JWT_SECRET || unusedSecret });
    const { databaseUrl, dataDir } = config;
    const log = pino({ level: "warn" }, pino.destination(2));
    const database = await connect({ dataDir, log, ...(databaseUrl === undefined ? {} : { url: databaseUrl }) });
    try {
      await work(database, config);
    } finally {
      await database.close();
    }
  });
}

export async function reportErrors(work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const expected = error instanceof UsageError || error instanceof ConfigError || error instanceof MigrationError;
    console.error(expected ? error.message : databaseErrorMessage(error));
    process.exitCode = 1;
  }
}
