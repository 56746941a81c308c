import type sqlite3 from "sqlite3";
import type { SignalSubscription } from "../signals/listener.ts";
import { closeConnection, openConnection } from "./connection.ts";

/** A poll takes about 20 microseconds and reads no page of the file. */
const pollIntervalMs = 250;

/**
 * Calls `onChange` at most 250 ms after any connection wrote to the file, including connections of this process. SQLite cannot
 * notify other processes, but `PRAGMA data_version` changes when another connection commits.
 */
export function watchSqlite(file: string, onChange: () => void): SignalSubscription {
  let connection: sqlite3.Database | undefined;
  let lastVersion: number | undefined;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let polling = poll();

  async function poll(): Promise<void> {
    try {
      connection ??= await openConnection(file, { readOnly: true });
      const version = await dataVersion(connection);
      if (version !== lastVersion) onChange();
      lastVersion = version;
    } catch {
      // The next poll may succeed. Requests that read the file report the error.
    }
    if (isStopped) return;
    timer = setTimeout(() => {
      polling = poll();
    }, pollIntervalMs).unref();
  }

  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await polling;
      if (connection) await closeConnection(connection);
    },
  };
}

function dataVersion(connection: sqlite3.Database): Promise<number> {
  return new Promise((resolve, reject) => {
    connection.get<{ data_version: number }>("PRAGMA data_version", (error, row) =>
      error ? reject(error) : resolve(row.data_version),
    );
  });
}
