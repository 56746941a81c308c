import process from "node:process";
import { pino } from "pino";
import { type Config, ConfigError, loadConfig } from "../server/config.ts";
import { connect } from "../server/database/connect.ts";
import type { Database } from "../server/database/database.ts";
import { databaseErrorMessage } from "../server/database/errors.ts";
import { MigrationError } from "../server/database/migrations/migrate.ts";

/** Commands sign no tokens, so they need not be given the secret that a server on Postgres needs. */
const unusedSecret = "unused ".repeat(8);

/** Wrong arguments; the message says which. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/**
 * Runs a command on the database that the environment names. What goes wrong is told in a line or two on the standard
 * error output, and makes the process end with status 1.
 */
export async function withDatabase(work: (database: Database, config: Config) => Promise<void>): Promise<void> {
  await reportingFaults(async () => {
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

export async function reportingFaults(work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const expected = error instanceof UsageError || error instanceof ConfigError || error instanceof MigrationError;
    console.error(expected ? error.message : databaseErrorMessage(error));
    process.exitCode = 1;
  }
}
