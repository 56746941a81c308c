import { appendFile } from "node:fs/promises";
import { Sequelize, Transaction } from "sequelize";
import sqlite3 from "sqlite3";
import type { SqliteEngine } from "../database.ts";
import { closeConnection, openConnection, useWriteAheadLog } from "./connection.ts";
import { makeFolder, sqliteFile } from "./data-folder.ts";
import { sqlitePool } from "./pool.ts";
import { sqliteReaders } from "./readers.ts";
import { createWriteMutex } from "./write-mutex.ts";

/** A connection occupies one of libuv's four threads while it reads. */
const maxReaders = 2;

/** Opens `minifb.sqlite` in `dataDir`, which is created for its owner alone. Several processes may share it. */
export async function openSqlite(dataDir: string): Promise<SqliteEngine> {
  await makeFolder(dataDir);
  const file = sqliteFile(dataDir);
  // SQLite would create a file that all users can read. Its journal files get the mode of this file.
  await appendFile(file, "", { mode: 0o600 });
  const first = await openConnection(file);
  await useWriteAheadLog(first);

  const sequelize = new Sequelize({
    dialect: "sqlite",
    dialectModule: sqlite3,
    storage: file,
    logging: false,
    define: { timestamps: false, underscored: true },
    // The default retries five times, and each attempt waits for the busy timeout.
    retry: { max: 1 },
    transactionType: Transaction.TYPES.IMMEDIATE,
  });
  const pool = sqlitePool(file, first);
  Object.assign(sequelize.connectionManager, pool.connectionManager);
  const openReader = () => openConnection(file, { readOnly: true });
  const readers = sqliteReaders(maxReaders, openReader, closeConnection);
  const scanners = sqliteReaders(1, openReader, closeConnection);
  const mutex = createWriteMutex();

  return {
    dialect: "sqlite",
    sequelize,
    read: readers.read,
    batching: { maxConcurrency: maxReaders, targetBatch: 1, maxBatch: 1 },
    scan: scanners.read,
    write: (work) => mutex.runExclusive(() => sequelize.transaction(work)),
    async close() {
      await mutex.close();
      await readers.close();
      await scanners.close();
      await sequelize.close();
    },
  };
}
