import { BaseError, ConnectionError } from "sequelize";

/** The database cannot serve a valid request now; it may later. */
export class UnavailableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnavailableError";
  }
}

/** Codes of lost connections: SQLSTATE (PostgreSQL manual, appendix A) and Node's socket errors. */
const lostCode =
  /^(08...|57P0[1-5]|25006|ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/;
/** Codes of a database that is too busy: SQLSTATE and SQLite's result codes. */
const busyCode = /^(53...|55P03|57014|40001|40P01|SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN))$/;
/** Messages of `pg`, Sequelize and its pool for lost or closed connections, where the error has no code. */
const lostMessage =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout expired|pool is draining|ConnectionManager\.getConnection was called after)/;

/** Whether the database is down or too busy, so that the same request may succeed later. */
export function isUnavailable(error: unknown): boolean {
  const cause = causeOf(error);
  return error instanceof UnavailableError || isConnectionLost(error) || busyCode.test(codeOf(cause));
}

/** Whether the connection was lost, or could not be made. */
export function isConnectionLost(error: unknown): boolean {
  const cause = causeOf(error);
  if (error instanceof ConnectionError || lostCode.test(codeOf(cause))) return true;
  return cause instanceof Error && lostMessage.test(cause.message);
}

/** Whether Postgres rolled back a transaction that may succeed when it runs again: serialization failure or deadlock. */
export function isTransient(error: unknown): boolean {
  return /^(40001|40P01)$/.test(codeOf(causeOf(error)));
}

/** Whether the database itself reported the error, and so has rolled back. After a lost connection the outcome is unknown. */
export function isRolledBack(error: unknown): boolean {
  const code = codeOf(causeOf(error));
  return isSqlState(code) || code.startsWith("SQLITE_");
}

/**
 * An error in one line for clients and logs: without SQL, parameters or the address of the database. Databases quote their
 * input in messages, so quoted text is left out. A violated constraint is named.
 */
export function databaseErrorMessage(error: unknown): string {
  const cause = causeOf(error);
  const code = codeOf(cause);
  if (error instanceof UnavailableError) return error.message;
  if (isUnavailable(error))
    return `The database is ${busyCode.test(code) ? "too busy" : "unavailable"}${code && ` (${code})`}`;
  if (!(cause instanceof Error)) return "Unknown error";
  if (!(error instanceof BaseError) && !isRolledBack(error)) return cause.message;
  const constraint = "constraint" in cause && typeof cause.constraint === "string" ? ` (${cause.constraint})` : "";
  return `The database refused: ${cause.message.replace(/"[^"]*"|'[^']*'/g, "...")}${constraint}`;
}

/** The driver's error. Sequelize wraps it, sometimes twice. */
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
