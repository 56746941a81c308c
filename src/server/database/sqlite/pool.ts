import type sqlite3 from "sqlite3";
import { UnavailableError } from "../errors.ts";
import { closeConnection, openConnection } from "./connection.ts";

type Connection = sqlite3.Database & { uuid?: string };

/**
 * Stands in for Sequelize's own connection manager, which opens a connection for every transaction, sets none of our
 * pragmas on it, and never closes it when BEGIN finds the database busy. One connection here serves statements outside
 * transactions, another one transaction after the other.
 *
 * @param shared serves statements outside transactions
 */
export function sqlitePool(file: string, shared: sqlite3.Database) {
  const open = new Set<sqlite3.Database>([shared]);
  let idle: sqlite3.Database | undefined;
  let closed = false;

  async function discard(connection: sqlite3.Database) {
    open.delete(connection);
    await closeConnection(connection);
  }

  return {
    connectionManager: {
      /** A transaction asks with its `uuid`, and marks the connection with it until after the release. */
      async getConnection({ uuid }: { uuid?: string } = {}): Promise<sqlite3.Database> {
        if (closed) throw new UnavailableError("The database is closed");
        if (uuid === undefined) return shared;
        const kept = idle;
        idle = undefined;
        if (kept) return kept;
        const connection = await openConnection(file);
        open.add(connection);
        return connection;
      },
      async releaseConnection(connection: Connection): Promise<void> {
        if (connection.uuid === undefined) return;
        if (idle || closed) await discard(connection);
        else idle = connection;
      },
      /** Called when a transaction could neither be committed nor rolled back; closing undoes it. */
      async destroyConnection(connection: Connection): Promise<void> {
        if (connection !== shared) await discard(connection);
      },
      async close(): Promise<void> {
        closed = true;
        await Promise.all([...open].map(discard));
      },
    },
  };
}
