import { once } from "node:events";
import { setInterval } from "node:timers";
import type { Logger } from "pino";
import type { Statement, Value } from "../database.ts";
import { isConnectionLost, UnavailableError } from "../errors.ts";
import { Client, connectionOptions, isStale, maxAnswerMs, statementTypes } from "./connection.ts";
import { runPrepared } from "./query.ts";

/** Postgres works on both at once; on a third it would find no work. */
const READERS = 2;
const CHECK_EVERY = 1000;

interface Reader {
  readonly client: Client;
  /** How many statements were sent and not answered yet. */
  pending: number;
  /** When the last answer came, or the first statement was sent after a pause, by `performance.now()`. */
  movedAt: number;
}

export interface PostgresReaders {
  read<Row>(name: string | undefined, statement: Statement, values: readonly Value[]): Promise<Row[]>;
  /** How many connections were lost since the start. */
  losses(): number;
  close(): Promise<void>;
}

/**
 * Two connections in pipeline mode (PostgreSQL manual, "Pipelining" in the extended query protocol): a statement is sent
 * without waiting for the answers to those before it, each in a transaction of its own, so that one that fails fails alone.
 * That is only for short reads, since each waits for those before it.
 *
 * A connection that is lost takes with it whatever was sent on it; all of that only read, so it is sent again on a new one.
 */
export function postgresReaders(url: string, log: Pick<Logger, "debug">): PostgresReaders {
  const slots: (Reader | Promise<Reader> | undefined)[] = [];
  let turn = 0;
  let isClosed = false;
  let losses = 0;

  function acquire(): Reader | Promise<Reader> {
    if (isClosed) throw new UnavailableError("The database is closed");
    turn = (turn + 1) % READERS;
    const slot = turn;
    const found = slots[slot];
    if (found) return found;
    const opening = open(slot).catch((error: unknown) => {
      slots[slot] = undefined;
      throw error;
    });
    slots[slot] = opening;
    return opening;
  }

  async function open(slot: number): Promise<Reader> {
    const options = { ...connectionOptions, connectionString: url, pipeline: true, types: statementTypes };
    const client = new Client(options);
    const reader = { client, pending: 0, movedAt: 0 };
    await client.connect();
    try {
      // Timestamps come as text, and what they say must not depend on how the server is set up. A short read is soon done;
      // planning it anew for each array that is shorter than the planner's guess takes longer than any plan could save.
      await client.query("SET TIME ZONE 'UTC'; SET plan_cache_mode = force_generic_plan");
    } catch (error) {
      void client.end().catch(() => {});
      throw error;
    }
    client.once("error", () => forget(reader)).once("end", () => forget(reader));
    slots[slot] = reader;
    return reader;
  }

  function forget(reader: Reader): void {
    const slot = slots.indexOf(reader);
    if (slot === -1) return;
    slots[slot] = undefined;
    losses++;
  }

  async function send<Row>(
    reader: Reader,
    name: string | undefined,
    text: string,
    values: readonly Value[],
  ): Promise<Row[]> {
    if (reader.pending++ === 0) reader.movedAt = performance.now();
    try {
      if (name !== undefined) return await runPrepared<Row>(reader.client, name, text, values);
      return (await reader.client.query({ text, values: [...values] })).rows;
    } finally {
      reader.pending--;
      reader.movedAt = performance.now();
    }
  }

  /** Ends it at once, and with it whatever else was sent on it. */
  function discard(reader: Reader): void {
    forget(reader);
    void reader.client.end().catch(() => {});
  }

  // A timer for each statement would cost more than all else that is done for it here.
  const watch = setInterval(() => {
    for (const reader of slots) {
      if (reader === undefined || reader instanceof Promise || reader.pending === 0) continue;
      if (performance.now() - reader.movedAt > maxAnswerMs) discard(reader);
    }
  }, CHECK_EVERY).unref();

  return {
    async read<Row>(name: string | undefined, { text }: Statement, values: readonly Value[]): Promise<Row[]> {
      for (let attempt = 1; ; attempt++) {
        const reader = await acquire();
        try {
          return await send<Row>(reader, name, text, values);
        } catch (error) {
          if (!isConnectionLost(error) && !isStale(error)) throw error;
          discard(reader);
          // What Postgres, or the network, did to one connection it may have done to each.
          if (attempt > READERS) throw error;
          log.debug("a read found its connection lost and takes another");
        }
      }
    },
    losses: () => losses,
    async close() {
      isClosed = true;
      clearInterval(watch);
      for (const reader of await Promise.allSettled(slots)) {
        if (reader.status === "rejected" || reader.value === undefined) continue;
        const { client, pending } = reader.value;
        // Lost meanwhile, it will never be done with them; those who wait for them are told.
        if (pending > 0) await Promise.race([once(client, "drain"), once(client, "end")]).catch(() => {});
        await client.end();
      }
    },
  };
}
