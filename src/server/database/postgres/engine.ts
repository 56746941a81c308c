import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "pino";
import { Sequelize, type Transaction } from "sequelize";
import type { BatchingLimits } from "../batching/query-batching.ts";
import type { PostgresEngine, Statement, Value } from "../database.ts";
import { isConnectionLost, isTransient } from "../errors.ts";
import { createInFlightTracker } from "../in-flight.ts";
import {
  Client,
  connectionOptions,
  isStale,
  maxAnswerMs,
  modelTypes,
  statementTypes,
  wasEnded,
  wasShutDown,
} from "./connection.ts";
import { runPrepared } from "./query.ts";
import { postgresReaders } from "./readers.ts";
import { namedStatements } from "./statements.ts";

const ATTEMPTS = 5;
const mostConnections = 10;

/**
 * Both connections for reads have work, and one of them the next. Looking eight pages up takes a third, for each, of
 * what looking up one takes; more is cheaper still, but keeps them waiting for one another.
 */
const batching: BatchingLimits = { concurrency: 3, few: 8, most: 32 };

/** Connects when first asked something; what is lost, also to a restart of Postgres, is replaced on the next request. */
export function openPostgres(url: string, log: Logger): PostgresEngine {
  const sequelize = new Sequelize(url, {
    dialect: "postgres",
    dialectModule: { Client, types: modelTypes },
    logging: false,
    define: { timestamps: false, underscored: true },
    pool: { max: mostConnections, min: 0, acquire: 5000, idle: 10_000 },
    retry: { max: 1 },
    dialectOptions: connectionOptions,
  });
  const connections = sequelize.connectionManager;
  const readers = postgresReaders(url, log);
  const nameOf = namedStatements();
  const underWay = createInFlightTracker();

  /** Sends a statement on a connection of the pool; `mayRepeat` tells whether it may be sent again after a fault. */
  async function onPool<Row>(
    statement: Statement,
    values: readonly Value[],
    mayRepeat: (fault: unknown, attempt: number) => boolean,
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
            : await runPrepared<Row>(client, name, text, values, maxAnswerMs);
        connections.releaseConnection(client);
        return rows;
      } catch (error) {
        if (isConnectionLost(error) || isStale(error))
          await connections.destroyConnection(client).catch(() => undefined);
        else connections.releaseConnection(client);
        if (!mayRepeat(error, attempt)) throw error;
        log.debug({ attempt }, "a statement was not done and is sent again");
      }
    }
  }

  async function write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      let begun = false;
      try {
        return await sequelize.transaction((transaction) => {
          begun = true;
          return work(transaction);
        });
      } catch (error) {
        const isDead = !begun && isConnectionLost(error);
        const again = isTransient(error) || (isDead && (attempt === 1 || wasEnded(error)));
        if (!again || attempt === ATTEMPTS) throw error;
        log.debug({ attempt }, "a transaction was undone by the database and runs again");
        await delay(5 * 2 ** attempt);
      }
    }
  }

  return {
    dialect: "postgres",
    sequelize,
    read: (statement, values = []) => readers.read(nameOf(statement), statement, values),
    batching,
    lostConnections: readers.losses,
    scan: (statement, values = []) => underWay.run(() => onPool(statement, values, mayReadAgain)),
    execute: (statement, values = []) => underWay.run(() => onPool(statement, values, mayWriteAgain)),
    write: (work) => underWay.run(() => write(work)),
    async close() {
      await underWay.end();
      await readers.close();
      await sequelize.close();
    },
  };
}

function mayReadAgain(fault: unknown, attempt: number): boolean {
  if (!isConnectionLost(fault) && !isStale(fault)) return false;
  return attempt <= (wasEnded(fault) ? mostConnections : 1);
}

/** What may have been done is not done again. */
function mayWriteAgain(fault: unknown, attempt: number): boolean {
  if (wasShutDown(fault)) return attempt <= mostConnections;
  return attempt < ATTEMPTS && (isTransient(fault) || isStale(fault) || isUniqueViolation(fault));
}

/** Two at once made the same thing; the one that lost finds it when it looks again. */
function isUniqueViolation(fault: unknown): boolean {
  return fault instanceof pg.DatabaseError && fault.code === "23505";
}
