import { once } from "node:events";
import { setInterval } from "node:timers";
import type { Logger } from "pino";
import type { Statement, Value } from "../database.ts";
import { isConnectionLost, UnavailableError } from "../errors.ts";
import { connectionOptions, isStaleStatement, PostgresClient, queryTimeoutMs, statementTypes } from "./connection.ts";
import { runPrepared } from "./prepared-query.ts";

/** Two are enough to keep Postgres busy. */
const readerCount = 2;
const timeoutCheckIntervalMs = 1000;

interface Reader {
  readonly client: PostgresClient;
  /** Statements in flight. */
  pending: number;
  /** When the last result came, or the first statement was sent to an idle connection, by `performance.now()`. */
  lastProgressAt: number;
}

export interface PostgresReaders {
  /** @param name the statement is prepared under it; undefined if it is not prepared */
  read<Row>(name: string | undefined, statement: Statement, values: readonly Value[]): Promise<Row[]>;
  /** How many connections were lost since the start. */
  lostConnections(): number;
  close(): Promise<void>;
}

/**
 * Two connections in pipeline mode (PostgreSQL manual, "Pipelining" in the extended query protocol): a statement is sent without
 * waiting for the results of earlier ones. Each is a transaction of its own, so an error fails one statement only. Statements
 * must be short, because each waits for the earlier ones on its connection.
 *
 * When a connection is lost, the statements in flight on it are sent again on another one; they only read.
 */
export function postgresReaders(url: string, log: Pick<Logger, "debug">): PostgresReaders {
  const slots: (Reader | Promise<Reader> | undefined)[] = [];
  let lastSlot = 0;
  let isClosed = false;
  let lostConnections = 0;

  /** Round robin. */
  function acquire(): Reader | Promise<Reader> {
    if (isClosed) throw new UnavailableError("The database is closed");
    lastSlot = (lastSlot + 1) % readerCount;
    const slot = lastSlot;
    const existing = slots[slot];
    if (existing) return existing;
    const opening = open(slot).catch((error: unknown) => {
      slots[slot] = undefined;
      throw error;
    });
    slots[slot] = opening;
    return opening;
  }

  async function open(slot: number): Promise<Reader> {
    const options = { ...connectionOptions, connectionString: url, pipeline: true, types: statementTypes };
    const client = new PostgresClient(options);
    const reader = { client, pending: 0, lastProgressAt: 0 };
    await client.connect();
    try {
      // Timestamps are read as text, which must not depend on the server's time zone. A short read is not planned again for each
      // array that is shorter than the planner's guess: that takes longer than a better plan saves.
      await client.query("SET TIME ZONE 'UTC'; SET plan_cache_mode = force_generic_plan");
    } catch (error) {
      void client.end().catch(() => {});
      throw error;
    }
    client.once("error", () => remove(reader)).once("end", () => remove(reader));
    slots[slot] = reader;
    return reader;
  }

  function remove(reader: Reader): void {
    const slot = slots.indexOf(reader);
    if (slot === -1) return;
    slots[slot] = undefined;
    lostConnections++;
  }

  async function send<Row>(
    reader: Reader,
    name: string | undefined,
    text: string,
    values: readonly Value[],
  ): Promise<Row[]> {
    if (reader.pending++ === 0) reader.lastProgressAt = performance.now();
    try {
      if (name !== undefined) return await runPrepared<Row>(reader.client, name, text, values);
      return (await reader.client.query({ text, values: [...values] })).rows;
    } finally {
      reader.pending--;
      reader.lastProgressAt = performance.now();
    }
  }

  /** Closes the connection at once; the statements in flight on it fail. */
  function discard(reader: Reader): void {
    remove(reader);
    void reader.client.end().catch(() => {});
  }

  // One timer for all statements: a timer for each would cost more than the rest of this file.
  const timeoutCheck = setInterval(() => {
    for (const reader of slots) {
      if (reader === undefined || reader instanceof Promise || reader.pending === 0) continue;
      if (performance.now() - reader.lastProgressAt > queryTimeoutMs) discard(reader);
    }
  }, timeoutCheckIntervalMs).unref();

  return {
    async read<Row>(name: string | undefined, { text }: Statement, values: readonly Value[]): Promise<Row[]> {
      for (let attempt = 1; ; attempt++) {
        const reader = await acquire();
        try {
          return await send<Row>(reader, name, text, values);
        } catch (error) {
          if (!isConnectionLost(error) && !isStaleStatement(error)) throw error;
          discard(reader);
          // Every connection may have been lost or be stale for the same reason.
          if (attempt > readerCount) throw error;
          log.debug("a read lost its connection and runs again on another");
        }
      }
    },
    lostConnections: () => lostConnections,
    async close() {
      isClosed = true;
      clearInterval(timeoutCheck);
      for (const reader of await Promise.allSettled(slots)) {
        if (reader.status === "rejected" || reader.value === undefined) continue;
        const { client, pending } = reader.value;
        // A connection that is lost meanwhile never drains; then the statements in flight fail.
        if (pending > 0) await Promise.race([once(client, "drain"), once(client, "end")]).catch(() => {});
        await client.end();
      }
    },
  };
}
