import type { Sequelize, Transaction } from "sequelize";
import type { BatchingLimits } from "./batching/query-batching.ts";

/** A hot read. `name` is unique to `text`; `$1`..`$n` stand for values on both databases. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export type Value = string | number | boolean | Date | null;

/** One open database, the same to its users whether it is SQLite or Postgres. */
export type Database = Engine & {
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
};

/** What each of the two databases brings. */
export type Engine = SqliteEngine | PostgresEngine;

interface CommonEngine {
  readonly sequelize: Sequelize;

  /**
   * Commits all that `work` did, or nothing when it throws. Never call it within another `write`: on SQLite writers
   * take turns, and the inner one would wait for the outer one. On Postgres `work` runs again after a serialization
   * failure or a deadlock, so it must do nothing but use the transaction. Faults for which `isUnavailable` is true mean
   * that the database was away or too busy.
   */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;

  /**
   * Runs one prepared statement outside any transaction and sees all that was committed before. Bigint columns come as
   * numbers; pass timestamps to `timestamp()`; booleans are 0 and 1 on SQLite, so pass them to `Boolean()`.
   */
  read<Row>(statement: Statement, values?: readonly Value[]): Promise<Row[]>;

  /** How far such reads are to share queries. */
  readonly batching: BatchingLimits;

  /** The same for a read that may take long, without anything else waiting for it. */
  scan<Row>(statement: Statement, values?: readonly Value[]): Promise<Row[]>;

  /** Waits for what is under way, then closes every connection. */
  close(): Promise<void>;
}

export interface SqliteEngine extends CommonEngine {
  readonly dialect: "sqlite";
}

export interface PostgresEngine extends CommonEngine {
  readonly dialect: "postgres";

  /**
   * How often a connection was lost that `read` goes through. After a crash a transaction's number, and so a row's `xmin`,
   * may be given anew, if the crash undid what was committed with `synchronous_commit` off.
   */
  lostConnections(): number;

  /**
   * Writes with one prepared statement, whose data-modifying WITH does all or nothing in one round trip. It runs again
   * after a deadlock, and when it made what another made at the same time, which it must look for first.
   */
  execute<Row>(statement: Statement, values?: readonly Value[]): Promise<Row[]>;
}
