import type { Config } from "./config.ts";
import { databaseErrorMessage } from "./database/errors.ts";

/**
 * Why a server cannot listen, and what to do about it.
 * @param setting what the port is set with
 */
export function listenError(error: unknown, { host, port }: Pick<Config, "host" | "port">, setting = "PORT"): Error {
  const place = `HOST ${host}, ${setting} ${port}`;
  const why: Readonly<Record<string, string>> = {
    EADDRINUSE: `the port is in use. Stop what listens there, or choose another one with ${setting}; 0 picks a free one`,
    EACCES: "ports below 1024 are for the system. Choose one above",
    EADDRNOTAVAIL: "this machine has no such address. HOST=127.0.0.1 is for this machine alone, HOST=0.0.0.0 for all",
    ENOTFOUND: "there is no such host. HOST=127.0.0.1 is for this machine alone, HOST=0.0.0.0 for all",
  };
  return new Error(`Cannot listen at ${place}: ${why[codeOf(error)] ?? messageOf(error)}`);
}

/** Why the database cannot be opened, and what to do about it; tells where it is and never with which password. */
export function databaseError(
  error: unknown,
  { databaseUrl, dataDir }: Pick<Config, "databaseUrl" | "dataDir">,
): Error {
  if (databaseUrl === undefined) {
    const advice = "Set DATA_DIR to a folder that you may write to, or leave it out for ./data";
    return new Error(`Cannot open the database in DATA_DIR ${dataDir}: ${messageOf(error)}. ${advice}`);
  }
  const { host, pathname } = new URL(databaseUrl);
  const advice: Readonly<Record<string, string>> = {
    "28P01": "Check the user and the password in DATABASE_URL",
    "28000": "Check the user in DATABASE_URL, and what pg_hba.conf lets them do",
    "3D000": `Make it with: createdb ${decodeURIComponent(pathname.slice(1))}`,
    ENOTFOUND: "There is no such host: check DATABASE_URL",
  };
  const next = advice[codeOf(error)] ?? "Is Postgres running there? Check DATABASE_URL, or leave it out for SQLite";
  return new Error(`Cannot use the database ${pathname.slice(1)} at ${host}: ${databaseErrorMessage(error)}. ${next}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Sequelize wraps what the driver threw. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("original" in error && error.original instanceof Error) return codeOf(error.original);
  return "code" in error ? String(error.code) : "";
}
