import { Socket } from "node:net";
import { setInterval } from "node:timers";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "pino";
import { databaseErrorMessage } from "../errors.ts";
import type { SignalListener, SignalSubscription } from "../signals/listener.ts";

export interface PostgresListenerOptions {
  /** LISTEN needs a session: the URL must not lead to a connection pooler in transaction mode. */
  readonly url: string;
  /** An identifier that needs no quotes. */
  readonly channel: string;
  readonly listener: SignalListener;
  readonly log: Pick<Logger, "warn" | "info">;
}

const minBackoffMs = 50;
/** Short, because no signal is received until the connection is replaced. */
const maxBackoffMs = 1000;
/** A process that ends between a commit and its signal never sends it; the others find the row when they catch up. */
const catchUpIntervalMs = 15_000;

/**
 * Listens on a connection of its own (LISTEN), and replaces it when it is lost, with backoff and without a limit. After each
 * connection the listener catches up on what it missed.
 */
export function listenOnPostgres({ url, channel, listener, log }: PostgresListenerOptions): SignalSubscription {
  const stopping = new AbortController();
  let isFailing = false;

  /** Listens until the connection is lost. */
  async function session(): Promise<void> {
    const socket = new Socket();
    const client = new pg.Client({
      stream: () => socket,
      connectionString: url,
      application_name: "minifb listener",
      connectionTimeoutMillis: 3000,
      // Nothing is sent on the connection, so only TCP keep-alive detects a lost peer.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    client.on("error", () => {});
    client.on("notification", ({ payload }) => listener.receive(payload ?? ""));
    const ended = new Promise<never>((_, reject) => {
      const end = () => reject(new Error("The connection was lost"));
      client.once("end", end);
      stopping.signal.addEventListener("abort", end, { once: true });
    });
    let catchUpTimer: NodeJS.Timeout | undefined;
    try {
      await Promise.race([ended, client.connect().then(() => client.query(`LISTEN ${channel}`))]);
      if (isFailing) log.info("Listening to Postgres again");
      isFailing = false;
      listener.catchUp();
      catchUpTimer = setInterval(listener.catchUp, catchUpIntervalMs);
      await ended;
    } finally {
      clearInterval(catchUpTimer);
      void client.end().catch(() => {});
      // If the peer is gone, the process must not wait for the end of the connection.
      socket.unref();
    }
  }

  async function run(): Promise<void> {
    for (let backoffMs = minBackoffMs; !stopping.signal.aborted; backoffMs = Math.min(2 * backoffMs, maxBackoffMs)) {
      await session().catch((error: unknown) => {
        if (isFailing || stopping.signal.aborted) return;
        isFailing = true;
        backoffMs = minBackoffMs;
        log.warn(`Cannot listen to Postgres, trying again: ${databaseErrorMessage(error)}`);
      });
      await delay(backoffMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
