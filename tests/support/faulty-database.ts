import type { Database } from "../../src/server/database/database.ts";
import { createGate, type Gate } from "./gate.ts";

/**
 * What is to go wrong from now on: nothing, every connection, everything or the writes alone by an error of ours, or
 * everything by the database's own to a statement that it refuses.
 */
export type DatabaseState =
  | "sound"
  | "away"
  | { readonly fault: string; readonly inWritesOnly: boolean }
  | { readonly statement: string };

export interface FaultyDatabase {
  /** For the app; the real one stays sound, so that tests can look behind the app's back. */
  readonly database: Database;
  set(state: DatabaseState): void;
  /** Holds up reads by the name of their statement, and `write`. */
  readonly gate: Gate;
}

/** A database that refuses connections, fails or waits when it is told to. */
export function makeFaulty(database: Database): FaultyDatabase {
  let state: DatabaseState = "sound";
  const gate = createGate();
  const check = async (isWrite = false) => {
    if (state === "away")
      throw Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:5432"), { code: "ECONNREFUSED" });
    if (state === "sound") return;
    if ("fault" in state) {
      if (isWrite || !state.inWritesOnly) throw new Error(state.fault);
      return;
    }
    const { statement } = state;
    state = "sound";
    await database.sequelize.query(statement).finally(() => {
      state = { statement };
    });
  };
  // Handlers also use the models outside `read` and `write`; whatever they do takes a connection here.
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
      state = next;
    },
    gate,
  };
}
