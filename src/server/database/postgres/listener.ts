import { Socket } from "node:net";
import { setInterval } from "node:timers";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "pino";
import { databaseErrorMessage } from "../errors.ts";
import type { Listener, Listening } from "../signals/signals.ts";

export interface PostgresListenerOptions {
  /** Not of a pooler that gives a connection away after each transaction: a listener needs one of its own. */
  readonly url: string;
  /** An identifier that needs no quotes. */
  readonly channel: string;
  readonly listener: Listener;
  readonly log: Pick<Logger, "warn" | "info">;
}

/** In milliseconds. The longest is short, since until then nobody hears of anything. */
const shortestPause = 50;
const longestPause = 1000;
/** A node that dies between a commit and its signal leaves others without it, until they look. */
const lookEvery = 15_000;

/**
 * Listens on one connection of its own (LISTEN) and replaces it for as long as it takes when it is lost, be it to a
 * restart of Postgres. Whenever one stands, the listener is told to look around for what it missed.
 */
export function listenOnPostgres({ url, channel, listener, log }: PostgresListenerOptions): Listening {
  const stopped = new AbortController();
  let failing = false;

  /** Listens until the connection is lost. */
  async function session(): Promise<void> {
    const socket = new Socket();
    const client = new pg.Client({
      stream: () => socket,
      connectionString: url,
      application_name: "minifb listener",
      connectionTimeoutMillis: 3000,
      // Nothing is ever sent on it, so only this finds out that the other side is gone.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    client.on("error", () => {});
    client.on("notification", ({ payload }) => listener.receive(payload ?? ""));
    const ended = new Promise<never>((_, reject) => {
      const end = () => reject(new Error("The connection was lost"));
      client.once("end", end);
      stopped.signal.addEventListener("abort", end, { once: true });
    });
    let looking: NodeJS.Timeout | undefined;
    try {
      await Promise.race([ended, client.connect().then(() => client.query(`LISTEN ${channel}`))]);
      if (failing) log.info("Listens to Postgres again");
      failing = false;
      listener.catchUp();
      looking = setInterval(listener.catchUp, lookEvery);
      await ended;
    } finally {
      clearInterval(looking);
      void client.end().catch(() => {});
      // Where the other side is gone, the process need not wait for its farewell.
      socket.unref();
    }
  }

  async function run(): Promise<void> {
    for (let pause = shortestPause; !stopped.signal.aborted; pause = Math.min(2 * pause, longestPause)) {
      await session().catch((error: unknown) => {
        if (failing || stopped.signal.aborted) return;
        failing = true;
        pause = shortestPause;
        log.warn(`Does not hear from Postgres, trying again: ${databaseErrorMessage(error)}`);
      });
      await delay(pause, undefined, { signal: stopped.signal }).catch(() => {});
    }
  }

  const running = run();
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}
