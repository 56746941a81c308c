import { setTimeout as delay } from "node:timers/promises";
import sqlite3 from "sqlite3";

/** How long a writer waits for another process's transaction, in milliseconds. */
const BUSY_TIMEOUT = 5000;
const WAL_ATTEMPTS = 100;

/**
 * Opens one connection and sets what SQLite keeps for each connection and not in the file: foreign keys are checked, a
 * commit is on the disk before it returns, and a lock is waited for.
 */
export async function openConnection(file: string, { readOnly = false } = {}): Promise<sqlite3.Database> {
  const connection = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(file, (error) => (error ? reject(error) : resolve(opened)));
  });
  await execute(
    connection,
    `PRAGMA busy_timeout = ${BUSY_TIMEOUT}; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;
     PRAGMA query_only = ${readOnly ? "ON" : "OFF"};`,
  );
  return connection;
}

/**
 * Readers then never wait for writers. The file remembers the mode, but the first switch to it does not heed the busy
 * timeout, so processes that start at once try again.
 */
export async function useWriteAheadLog(connection: sqlite3.Database): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await execute(connection, "PRAGMA journal_mode = WAL;");
      return;
    } catch (error) {
      const busy = error instanceof Error && error.message.startsWith("SQLITE_BUSY");
      if (!busy || attempt === WAL_ATTEMPTS) throw error;
      await delay(50);
    }
  }
}

export function closeConnection(connection: sqlite3.Database): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.close((error) => (error ? reject(error) : resolve()));
  });
}

function execute(connection: sqlite3.Database, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.exec(sql, (error) => (error ? reject(error) : resolve()));
  });
}
