import pg from "pg";
import { DatabaseError } from "sequelize";

/** Settings of every connection that serves requests. Times are in milliseconds. */
export const connectionOptions = {
  application_name: "minifb",
  keepAlive: true,
  connectionTimeoutMillis: 3000,
  statement_timeout: 10_000,
  lock_timeout: 5000,
  idle_in_transaction_session_timeout: 15_000,
} as const satisfies pg.ClientConfig;

/** Longer than `statement_timeout`, so that it only ends statements that a broken network left hanging. */
export const queryTimeoutMs = 12_000;

/**
 * A client with an error listener from the start. Sequelize adds its own only after it has connected, and an `error` event without
 * a listener ends the process. Errors still reject the query that is in flight.
 */
export class PostgresClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on("error", () => {});
  }
}

const int8Oid = 20;
const timestamptzOid = 1184;

/** Parsers for models: those of `pg`, but bigints become numbers, since ids and counts stay below 2^53. */
export const modelTypes = Object.assign(new pg.TypeOverrides(), { arrayParser: pg.types.arrayParser });
modelTypes.setTypeParser(int8Oid, Number);

/** Parsers for prepared statements, which leave timestamps as text for `timestamp()`. */
export const statementTypes = new pg.TypeOverrides(modelTypes);
statementTypes.setTypeParser(timestamptzOid, String);

/**
 * Whether Postgres ended an open connection, as opposed to a connection that could not be made or did not respond. Postgres may
 * have ended every idle connection of the pool, so more than one retry can be necessary.
 */
export function wasTerminated(error: unknown): boolean {
  const cause = error instanceof DatabaseError ? error.original : error;
  return isAdminShutdown(cause) || (cause instanceof Error && cause.message === "Connection terminated unexpectedly");
}

/** SQLSTATE 57P01: Postgres ended the connection instead of running the statement. */
export function isAdminShutdown(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "57P01";
}

/** A migration changed the columns of a prepared statement, or a connection pooler lost the statement. */
export function isStaleStatement(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  return error.code === "26000" || (error.code === "0A000" && error.message.startsWith("cached plan"));
}
