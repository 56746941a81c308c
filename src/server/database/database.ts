import type { Sequelize, Transaction } from "sequelize";
import type { BatchingLimits } from "./batching/query-batching.ts";

/** A statement that is prepared once for each connection. Its parameters are `$1`..`$n` on both databases. */
export interface Statement {
  /** Unique to `text`. */
  readonly name: string;
  readonly text: string;
}

export type Value = string | number | boolean | Date | null;

/** An open database, with the same interface for SQLite and Postgres. */
export type Database = Engine & {
  /** @throws when the database does not respond */
  ping(): Promise<void>;
};

export type Engine = SqliteEngine | PostgresEngine;

interface CommonEngine {
  readonly sequelize: Sequelize;

  /**
   * Runs `work` in one transaction, which is rolled back when `work` throws. Do not nest calls: SQLite has one writer at a time,
   * so the inner call would wait for the outer one. On Postgres `work` runs again after a serialization failure or a deadlock,
   * so it must have no effects outside the transaction.
   * @throws an error for which `isUnavailable` is true, when the database is down or too busy
   */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;

  /**
   * Runs a short read as a prepared statement outside any transaction. It sees all that was committed before the call. Bigint
   * columns are numbers; pass timestamps to `timestamp()`; booleans are 0 and 1 on SQLite, so pass them to `Boolean()`.
   */
  read<Row>(statement: Statement, values?: readonly Value[]): Promise<Row[]>;

  /** Limits for batching such reads. */
  readonly batching: BatchingLimits;

  /** Like `read`, for a statement that may take long. Other reads do not wait for it. */
  scan<Row>(statement: Statement, values?: readonly Value[]): Promise<Row[]>;

  /** Waits for the work in flight, then closes every connection. */
  close(): Promise<void>;
}

export interface SqliteEngine extends CommonEngine {
  readonly dialect: "sqlite";
}

export interface PostgresEngine extends CommonEngine {
  readonly dialect: "postgres";

  /**
   * How many connections of `read` were lost since the start. After a crash of Postgres a transaction id, and so a row's `xmin`,
   * may be assigned a second time, if the crash undid a commit with `synchronous_commit` off.
   */
  lostConnections(): number;

  /**
   * Writes with one prepared statement, a transaction in one round trip. It runs again after a deadlock, and after a unique
   * violation, since a concurrent statement may have inserted the same row: so it must read that row before it inserts one.
   */
  execute<Row>(statement: Statement, values?: readonly Value[]): Promise<Row[]>;
}
