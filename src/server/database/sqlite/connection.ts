import { setTimeout as delay } from "node:timers/promises";
import sqlite3 from "sqlite3";

/** How long a writer waits for a transaction of another process. */
const busyTimeoutMs = 5000;
const maxWalAttempts = 100;
const walRetryMs = 50;

/**
 * Opens a connection with the settings that SQLite does not store in the file: foreign keys are checked, a commit returns after
 * the fsync, and a statement waits for locks.
 */
export async function openConnection(file: string, { readOnly = false } = {}): Promise<sqlite3.Database> {
  const connection = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(file, (error) => (error ? reject(error) : resolve(opened)));
  });
  await execute(
    connection,
    `PRAGMA busy_timeout = ${busyTimeoutMs}; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;
     PRAGMA query_only = ${readOnly ? "ON" : "OFF"};`,
  );
  return connection;
}

/**
 * In WAL mode readers never wait for writers. The file stores the mode. The first switch ignores the busy timeout, so processes
 * that start together retry.
 */
export async function useWriteAheadLog(connection: sqlite3.Database): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await execute(connection, "PRAGMA journal_mode = WAL;");
      return;
    } catch (error) {
      const busy = error instanceof Error && error.message.startsWith("SQLITE_BUSY");
      if (!busy || attempt === maxWalAttempts) throw error;
      await delay(walRetryMs);
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
