import type sqlite3 from "sqlite3";
import { UnavailableError } from "../errors.ts";
import { closeConnection, openConnection } from "./connection.ts";

type Connection = sqlite3.Database & { uuid?: string };

/**
 * Replaces Sequelize's connection manager for SQLite, which opens a connection for every transaction, does not set our pragmas,
 * and leaks the connection when BEGIN fails with SQLITE_BUSY. This one uses `shared` for statements outside transactions, and
 * keeps one further connection for transactions.
 */
export function sqlitePool(file: string, shared: sqlite3.Database) {
  const open = new Set<sqlite3.Database>([shared]);
  let idle: sqlite3.Database | undefined;
  let isClosed = false;

  async function discard(connection: sqlite3.Database) {
    open.delete(connection);
    await closeConnection(connection);
  }

  return {
    connectionManager: {
      /** @param uuid of the transaction; Sequelize also sets it on the connection until after the release */
      async getConnection({ uuid }: { uuid?: string } = {}): Promise<sqlite3.Database> {
        if (isClosed) throw new UnavailableError("The database is closed");
        if (uuid === undefined) return shared;
        const reused = idle;
        idle = undefined;
        if (reused) return reused;
        const connection = await openConnection(file);
        open.add(connection);
        return connection;
      },
      async releaseConnection(connection: Connection): Promise<void> {
        if (connection.uuid === undefined) return;
        if (idle || isClosed) await discard(connection);
        else idle = connection;
      },
      /** Called when a transaction could neither commit nor roll back. Closing the connection rolls it back. */
      async destroyConnection(connection: Connection): Promise<void> {
        if (connection !== shared) await discard(connection);
      },
      async close(): Promise<void> {
        isClosed = true;
        await Promise.all([...open].map(discard));
      },
    },
  };
}
