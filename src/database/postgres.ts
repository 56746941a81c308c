import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "pino";
import { DatabaseError, Sequelize, type Transaction } from "sequelize";
import type { Engine, Statement, Value } from "./database.ts";
import { isConnectionLost, isTransient } from "./faults.ts";
import { namedStatements } from "./postgres-statements.ts";

const INT8 = 20;
const TIMESTAMPTZ = 1184;
const ATTEMPTS = 5;
const mostConnections = 10;
/** Longer than the server's own limit on a statement, so that it only ends what a broken network left hanging. */
const query_timeout = 12_000;
type TimedQuery = pg.QueryConfig & { query_timeout: number };

/** As `pg` parses values, but bigints become numbers: ids and counts stay below 2^53. */
const types = new pg.TypeOverrides();
types.setTypeParser(INT8, Number);
/** Reads leave a timestamp as text for `timestamp()`. */
const readTypes = new pg.TypeOverrides(types);
readTypes.setTypeParser(TIMESTAMPTZ, String);

/**
 * Sequelize listens for a connection's errors a moment after it was made; one that Postgres ends in between would end the
 * process, since nobody listens yet. Whatever goes wrong is told to whoever uses the connection.
 */
class Client extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on("error", () => {});
  }
}

/** Connects when first asked something; what is lost, also to a restart of Postgres, is replaced on the next request. */
export function openPostgres(url: string, log: Logger): Engine {
  const sequelize = new Sequelize(url, {
    dialect: "postgres",
    dialectModule: { Client, types: Object.assign(types, { arrayParser: pg.types.arrayParser }) },
    logging: false,
    define: { timestamps: false, underscored: true },
    pool: { max: mostConnections, min: 0, acquire: 5000, idle: 10_000 },
    retry: { max: 1 },
    dialectOptions: {
      application_name: "minifb",
      keepAlive: true,
      connectionTimeoutMillis: 3000,
      statement_timeout: 10_000,
      lock_timeout: 5000,
      idle_in_transaction_session_timeout: 15_000,
    },
  });
  const connections = sequelize.connectionManager;
  const nameOf = namedStatements();

  async function read<Row>(statement: Statement, values: readonly Value[] = []): Promise<Row[]> {
    const name = nameOf(statement);
    for (let attempt = 1; ; attempt++) {
      const client = await connections.getConnection({ type: "read" });
      if (!(client instanceof pg.Client)) throw new Error("The pool holds something that is not a Postgres client");
      try {
        const query: TimedQuery = { name, text: statement.text, values: [...values], types: readTypes, query_timeout };
        const { rows } = await client.query(query);
        connections.releaseConnection(client);
        return rows;
      } catch (error) {
        if (!isConnectionLost(error) && !isStale(error)) {
          connections.releaseConnection(client);
          throw error;
        }
        await connections.destroyConnection(client).catch(() => undefined);
        if (attempt > (wasEnded(error) ? mostConnections : 1)) throw error;
        log.debug("a read found its connection lost and takes another");
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

  return { dialect: "postgres", sequelize, read, write, close: () => sequelize.close() };
}

/**
 * Whether Postgres ended a connection that was open, as against one that could not be made or did not answer. It may have
 * ended every one that lies idle in the pool; after those comes a new one.
 */
function wasEnded(error: unknown): boolean {
  const cause = error instanceof DatabaseError ? error.original : error;
  if (cause instanceof pg.DatabaseError) return cause.code === "57P01";
  return cause instanceof Error && cause.message === "Connection terminated unexpectedly";
}

/** A migration on another node changed a statement's columns, or a pooler in between forgot the statement. */
function isStale(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  return error.code === "26000" || (error.code === "0A000" && error.message.startsWith("cached plan"));
}
