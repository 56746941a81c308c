import { BaseError, ConnectionError } from "sequelize";

/** The database was asked for nothing wrong, but cannot serve now. */
export class UnavailableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnavailableError";
  }
}

/** SQLSTATE classes and codes (PostgreSQL manual, appendix A), node's socket errors and SQLite's result codes. */
const lost =
  /^(08...|57P0[1-5]|25006|ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/;
const busy = /^(53...|55P03|57014|40001|40P01|SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN))$/;
/** What `pg`, Sequelize and its pool say, without a code, of a connection that broke or was closed. */
const lostMessage =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout expired|pool is draining|ConnectionManager\.getConnection was called after)/;

/** Whether a fault means that the database is away or too busy, so that the same request may succeed later. */
export function isUnavailable(error: unknown): boolean {
  const cause = causeOf(error);
  return error instanceof UnavailableError || isConnectionLost(error) || busy.test(codeOf(cause));
}

/** Whether the connection is gone, as against a statement that failed on a sound one. */
export function isConnectionLost(error: unknown): boolean {
  const cause = causeOf(error);
  if (error instanceof ConnectionError || lost.test(codeOf(cause))) return true;
  return cause instanceof Error && lostMessage.test(cause.message);
}

/** Whether Postgres undid a transaction that may succeed when it runs again: serialization failure or deadlock. */
export function isTransient(error: unknown): boolean {
  return /^(40001|40P01)$/.test(codeOf(causeOf(error)));
}

/** Whether the database itself refused, and so has done nothing. Where nothing was heard of it, it may have. */
export function isUndone(error: unknown): boolean {
  const code = codeOf(causeOf(error));
  return isSqlState(code) || code.startsWith("SQLITE_");
}

/**
 * One line on a fault, fit for a client and a log: no SQL, no parameters, no address of the database. Databases quote
 * what they were given, so quoted text is left out; the constraint that refused is named.
 */
export function databaseErrorMessage(error: unknown): string {
  const cause = causeOf(error);
  const code = codeOf(cause);
  if (error instanceof UnavailableError) return error.message;
  if (isUnavailable(error)) return `The database is ${busy.test(code) ? "too busy" : "away"}${code && ` (${code})`}`;
  if (!(cause instanceof Error)) return "Unknown fault";
  if (!(error instanceof BaseError) && !isUndone(error)) return cause.message;
  const constraint = "constraint" in cause && typeof cause.constraint === "string" ? ` (${cause.constraint})` : "";
  return `The database refused: ${cause.message.replace(/"[^"]*"|'[^']*'/g, "...")}${constraint}`;
}

/** Sequelize wraps what the driver threw, some of its errors twice. */
function causeOf(error: unknown): unknown {
  if (error instanceof BaseError && "original" in error && error.original instanceof Error) {
    return causeOf(error.original);
  }
  return error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code);
}
