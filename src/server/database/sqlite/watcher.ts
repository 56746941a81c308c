import type sqlite3 from "sqlite3";
import type { Listening } from "../signals/signals.ts";
import { closeConnection, openConnection } from "./connection.ts";

/** In milliseconds. A look costs some 20 microseconds, and none at the file's pages. */
const lookEvery = 250;

/**
 * Calls `changed` a quarter of a second, at most, after any connection to the file wrote, this process's own included:
 * SQLite has no way to tell other processes, but `PRAGMA data_version` says whether one wrote.
 */
export function watchSqlite(file: string, changed: () => void): Listening {
  let connection: sqlite3.Database | undefined;
  let version: number | undefined;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking = look();

  async function look(): Promise<void> {
    try {
      connection ??= await openConnection(file, { readOnly: true });
      const seen = await dataVersion(connection);
      if (seen !== version) changed();
      version = seen;
    } catch {
      // What cannot be opened or read now, may be the next time; whoever reads the data itself learns why.
    }
    if (isStopped) return;
    timer = setTimeout(() => {
      looking = look();
    }, lookEvery).unref();
  }

  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await looking;
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
