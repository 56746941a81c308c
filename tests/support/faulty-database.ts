import type { Database } from "../../src/database/database.ts";

/** What is to go wrong from now on: nothing, every connection, by an error of ours, or by one of the database's own. */
export type DatabaseState = "sound" | "away" | { readonly fault: string } | { readonly statement: string };

export interface FaultyDatabase {
  /** For the app; the real one stays sound, so that tests can look behind the app's back. */
  readonly database: Database;
  set(state: DatabaseState): void;
}

/** A database that refuses connections, or fails with an error of its own, when it is told to. */
export function makeFaulty(database: Database): FaultyDatabase {
  let state: DatabaseState = "sound";
  const check = async () => {
    if (state === "away")
      throw Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:5432"), { code: "ECONNREFUSED" });
    if (state === "sound") return;
    if ("fault" in state) throw new Error(state.fault);
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
      read: async (...args) => {
        await check();
        return database.read(...args);
      },
      write: async (work) => {
        await check();
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
  };
}
