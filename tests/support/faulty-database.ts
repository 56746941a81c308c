import type { Database } from "../../src/server/database/database.ts";
import { createGate, type Gate } from "./gate.ts";

/**
 * How the database fails from now on: not at all; refusing connections; with a given message, in all accesses or only in writes;
 * or in all accesses with its own error for a given invalid statement.
 */
export type DatabaseFailure =
  | "none"
  | "unreachable"
  | { readonly fault: string; readonly inWritesOnly: boolean }
  | { readonly statement: string };

export interface FaultyDatabase {
  /** The database for the app. The wrapped one does not fail, so that tests can inspect it. */
  readonly database: Database;
  set(failure: DatabaseFailure): void;
  /** Blocks reads by the name of their statement, and write transactions as `write`. */
  readonly gate: Gate;
}

/** Wraps a database so that it refuses connections, fails or blocks on command. */
export function makeFaulty(database: Database): FaultyDatabase {
  let failure: DatabaseFailure = "none";
  const gate = createGate();
  const check = async (isWrite = false) => {
    if (failure === "unreachable")
      throw Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:5432"), { code: "ECONNREFUSED" });
    if (failure === "none") return;
    if ("fault" in failure) {
      if (isWrite || !failure.inWritesOnly) throw new Error(failure.fault);
      return;
    }
    const { statement } = failure;
    failure = "none";
    await database.sequelize.query(statement).finally(() => {
      failure = { statement };
    });
  };
  // Handlers also use the models outside of `read` and `write`; each such access takes a connection here.
  const { connectionManager } = database.sequelize;
  const getConnection = connectionManager.getConnection.bind(connectionManager);
  connectionManager.getConnection = async (...args) => {
    await check();
    return getConnection(...args);
  };
  return {
    database: {
      ...database,
      read: async (statement, values) => {
        await gate.pass(statement.name);
        await check();
        return database.read(statement, values);
      },
      scan: async (statement, values) => {
        await gate.pass(statement.name);
        await check();
        return database.scan(statement, values);
      },
      write: async (work) => {
        await gate.pass("write");
        await check(true);
        return database.write(work);
      },
      ping: async () => {
        await check();
        return database.ping();
      },
    },
    set(next) {
      failure = next;
    },
    gate,
  };
}
