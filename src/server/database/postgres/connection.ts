import pg from "pg";
import { DatabaseError } from "sequelize";

/** What every connection that serves requests is told when it is made; times in milliseconds. */
export const connectionOptions = {
  application_name: "minifb",
  keepAlive: true,
  connectionTimeoutMillis: 3000,
  statement_timeout: 10_000,
  lock_timeout: 5000,
  idle_in_transaction_session_timeout: 15_000,
} as const satisfies pg.ClientConfig;

/** Longer than the server's own limit on a statement, so that it only ends what a broken network left hanging. */
export const maxAnswerMs = 12_000;

/**
 * Sequelize listens for a connection's errors a moment after it was made; one that Postgres ends in between would end the
 * process, since nobody listens yet. Whatever goes wrong is told to whoever uses the connection.
 */
export class Client extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on("error", () => {});
  }
}

const INT8 = 20;
const TIMESTAMPTZ = 1184;

/** As `pg` parses values, but bigints become numbers: ids and counts stay below 2^53. */
export const modelTypes = Object.assign(new pg.TypeOverrides(), { arrayParser: pg.types.arrayParser });
modelTypes.setTypeParser(INT8, Number);

/** Named statements leave a timestamp as text for `timestamp()`. */
export const statementTypes = new pg.TypeOverrides(modelTypes);
statementTypes.setTypeParser(TIMESTAMPTZ, String);

/**
 * Whether Postgres ended a connection that was open, as against one that could not be made or did not answer. It may have
 * ended every one that lies idle; after those comes a new one.
 */
export function wasEnded(error: unknown): boolean {
  const cause = error instanceof DatabaseError ? error.original : error;
  return wasShutDown(cause) || (cause instanceof Error && cause.message === "Connection terminated unexpectedly");
}

/** Whether Postgres said that it ends the connection instead of doing what it was asked: then it has not done it. */
export function wasShutDown(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "57P01";
}

/** A migration on another node changed a statement's columns, or a pooler in between forgot the statement. */
export function isStale(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  return error.code === "26000" || (error.code === "0A000" && error.message.startsWith("cached plan"));
}
