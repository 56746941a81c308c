import type { Config } from "./config.ts";
import { databaseErrorMessage } from "./database/errors.ts";

/**
 * Explains why a server cannot listen, and what to do about it.
 * @param setting the variable or option that sets the port
 */
export function listenError(error: unknown, { host, port }: Pick<Config, "host" | "port">, setting = "PORT"): Error {
  const address = `HOST ${host}, ${setting} ${port}`;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `the port is in use. Stop the process that uses it, or choose another port with ${setting}; 0 picks a free one`,
    EACCES: "ports below 1024 need privileges. Choose a higher one",
    EADDRNOTAVAIL:
      "this machine has no such address. HOST=127.0.0.1 accepts connections of this machine only, HOST=0.0.0.0 of all machines",
    ENOTFOUND:
      "there is no such host. HOST=127.0.0.1 accepts connections of this machine only, HOST=0.0.0.0 of all machines",
  };
  return new Error(`Cannot listen at ${address}: ${reasons[codeOf(error)] ?? messageOf(error)}`);
}

/** Explains why the database cannot be opened, and what to do about it. The message has no password. */
export function databaseError(
  error: unknown,
  { databaseUrl, dataDir }: Pick<Config, "databaseUrl" | "dataDir">,
): Error {
  if (databaseUrl === undefined) {
    const advice = "Set DATA_DIR to a folder that is writable, or leave it out for ./data";
    return new Error(`Cannot open the database in DATA_DIR ${dataDir}: ${messageOf(error)}. ${advice}`);
  }
  const { host, pathname } = new URL(databaseUrl);
  const advice: Readonly<Record<string, string>> = {
    "28P01": "Check the user and the password in DATABASE_URL",
    "28000": "Check the user in DATABASE_URL, and its rules in pg_hba.conf",
    "3D000": `Create it with: createdb ${decodeURIComponent(pathname.slice(1))}`,
    ENOTFOUND: "There is no such host: check DATABASE_URL",
  };
  const next = advice[codeOf(error)] ?? "Is Postgres running there? Check DATABASE_URL, or leave it out for SQLite";
  return new Error(`Cannot use the database ${pathname.slice(1)} at ${host}: ${databaseErrorMessage(error)}. ${next}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of the driver's error, which Sequelize wraps. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("original" in error && error.original instanceof Error) return codeOf(error.original);
  return "code" in error ? String(error.code) : "";
}
