import { appendFile } from "node:fs/promises";
import { Sequelize, Transaction } from "sequelize";
import sqlite3 from "sqlite3";
import type { SqliteEngine } from "../database.ts";
import { closeConnection, openConnection, useWriteAheadLog } from "./connection.ts";
import { sqliteFile } from "./file.ts";
import { makeFolder } from "./make-folder.ts";
import { sqlitePool } from "./pool.ts";
import { sqliteReaders } from "./readers.ts";
import { createMutex } from "./write-mutex.ts";

/** Each takes up one of libuv's four threads while it reads. */
const mostReaders = 2;

/** Opens `minifb.sqlite` in a folder that is made, if need be, for its owner alone. Several processes may share it. */
export async function openSqlite(dataDir: string): Promise<SqliteEngine> {
  await makeFolder(dataDir);
  const file = sqliteFile(dataDir);
  // SQLite would let everybody read it, and it gives the files beside it the mode of this one.
  await appendFile(file, "", { mode: 0o600 });
  const first = await openConnection(file);
  await useWriteAheadLog(first);

  const sequelize = new Sequelize({
    dialect: "sqlite",
    dialectModule: sqlite3,
    storage: file,
    logging: false,
    define: { timestamps: false, underscored: true },
    // The default would wait for the busy timeout five times over.
    retry: { max: 1 },
    transactionType: Transaction.TYPES.IMMEDIATE,
  });
  const pool = sqlitePool(file, first);
  Object.assign(sequelize.connectionManager, pool.connectionManager);
  const openReader = () => openConnection(file, { readOnly: true });
  const readers = sqliteReaders(mostReaders, openReader, closeConnection);
  const scanners = sqliteReaders(1, openReader, closeConnection);
  const turns = createMutex();

  return {
    dialect: "sqlite",
    sequelize,
    read: readers.read,
    batching: { concurrency: mostReaders, few: 1, most: 1 },
    scan: scanners.read,
    write: (work) => turns.run(() => sequelize.transaction(work)),
    async close() {
      await turns.end();
      await readers.close();
      await scanners.close();
      await sequelize.close();
    },
  };
}
