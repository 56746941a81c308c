import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "pino";
import { Sequelize, type Transaction } from "sequelize";
import type { BatchingLimits } from "../batching/query-batching.ts";
import type { PostgresEngine, Statement, Value } from "../database.ts";
import { isConnectionLost, isTransient } from "../errors.ts";
import {
  connectionOptions,
  isAdminShutdown,
  isStaleStatement,
  modelTypes,
  PostgresClient,
  queryTimeoutMs,
  statementTypes,
  wasTerminated,
} from "./connection.ts";
import { createInFlightTracker } from "./in-flight.ts";
import { runPrepared } from "./prepared-query.ts";
import { postgresReaders } from "./readers.ts";
import { statementNames } from "./statement-names.ts";

const maxAttempts = 5;
const maxConnections = 10;

/**
 * One batch for each of the two connections of `read`, and one that is queued. Reading a page in a batch of eight costs a third
 * of reading it alone; larger batches cost still less, but add latency.
 */
const batching: BatchingLimits = { maxConcurrency: 3, targetBatch: 8, maxBatch: 32 };

/** Connects at the first use. Lost connections, including those lost to a restart of Postgres, are replaced at the next use. */
export function openPostgres(url: string, log: Logger): PostgresEngine {
  const sequelize = new Sequelize(url, {
    dialect: "postgres",
    dialectModule: { Client: PostgresClient, types: modelTypes },
    logging: false,
    define: { timestamps: false, underscored: true },
    pool: { max: maxConnections, min: 0, acquire: 5000, idle: 10_000 },
    retry: { max: 1 },
    dialectOptions: connectionOptions,
  });
  const connections = sequelize.connectionManager;
  const readers = postgresReaders(url, log);
  const nameOf = statementNames();
  const inFlight = createInFlightTracker();

  /** Runs a statement on a connection of the pool. @param mayRetry whether it may run again after an error */
  async function runOnPool<Row>(
    statement: Statement,
    values: readonly Value[],
    mayRetry: (error: unknown, attempt: number) => boolean,
  ): Promise<Row[]> {
    const name = nameOf(statement);
    for (let attempt = 1; ; attempt++) {
      const client = await connections.getConnection({ type: "write" });
      if (!(client instanceof pg.Client)) throw new Error("The pool holds something that is not a Postgres client");
      try {
        const { text } = statement;
        const rows =
          name === undefined
            ? (await client.query({ text, values: [...values], types: statementTypes })).rows
            : await runPrepared<Row>(client, name, text, values, queryTimeoutMs);
        connections.releaseConnection(client);
        return rows;
      } catch (error) {
        if (isConnectionLost(error) || isStaleStatement(error))
          await connections.destroyConnection(client).catch(() => undefined);
        else connections.releaseConnection(client);
        if (!mayRetry(error, attempt)) throw error;
        log.debug({ attempt }, "a statement failed and runs again");
      }
    }
  }

  async function write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      let hasBegun = false;
      try {
        return await sequelize.transaction((transaction) => {
          hasBegun = true;
          return work(transaction);
        });
      } catch (error) {
        const isDeadConnection = !hasBegun && isConnectionLost(error);
        const mayRetry = isTransient(error) || (isDeadConnection && (attempt === 1 || wasTerminated(error)));
        if (!mayRetry || attempt === maxAttempts) throw error;
        log.debug({ attempt }, "a transaction was rolled back and runs again");
        await delay(5 * 2 ** attempt);
      }
    }
  }

  return {
    dialect: "postgres",
    sequelize,
    read: (statement, values = []) => readers.read(nameOf(statement), statement, values),
    batching,
    lostConnections: readers.lostConnections,
    scan: (statement, values = []) => inFlight.run(() => runOnPool(statement, values, mayRetryRead)),
    execute: (statement, values = []) => inFlight.run(() => runOnPool(statement, values, mayRetryWrite)),
    write: (work) => inFlight.run(() => write(work)),
    async close() {
      await inFlight.drain();
      await readers.close();
      await sequelize.close();
    },
  };
}

function mayRetryRead(error: unknown, attempt: number): boolean {
  if (!isConnectionLost(error) && !isStaleStatement(error)) return false;
  return attempt <= (wasTerminated(error) ? maxConnections : 1);
}

/** A write whose outcome is unknown is never repeated. */
function mayRetryWrite(error: unknown, attempt: number): boolean {
  if (isAdminShutdown(error)) return attempt <= maxConnections;
  return attempt < maxAttempts && (isTransient(error) || isStaleStatement(error) || isUniqueViolation(error));
}

/** A concurrent statement inserted the same row; at the next attempt the statement finds it. */
function isUniqueViolation(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "23505";
}
