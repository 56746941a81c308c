import type { Logger } from "pino";
import type { Database } from "../database.ts";
import { listenOnPostgres } from "../postgres/listener.ts";
import { sqliteFile } from "../sqlite/data-folder.ts";
import type { SignalListener, SignalSubscription } from "./listener.ts";
import { createNotifyBatcher } from "./notify-batcher.ts";

/** Publishes signals to every process that shares the database. */
export interface Signals {
  /**
   * Call it after the commit. A signal is a hint where to look and may be lost: the data is in the database, where `catchUp`
   * finds it.
   * @param text at most 8000 bytes
   */
  send(text: string): void;
  /** Call it once. Signals that were sent before are not received. */
  listen(listener: SignalListener): void;
  close(): Promise<void>;
}

export interface SignalOptions {
  readonly database: Database;
  /** For Postgres. */
  readonly url: string | undefined;
  /** For SQLite. */
  readonly dataDir: string;
  readonly log: Pick<Logger, "warn" | "info">;
}

/** The channel of LISTEN and NOTIFY. */
const channel = "minifb";

export function createSignals({ database, url, dataDir, log }: SignalOptions): Signals {
  let listener: SignalListener | undefined;
  let subscription: Promise<SignalSubscription> | undefined;
  const batcher = database.dialect === "postgres" ? createNotifyBatcher({ database, channel, log }) : undefined;

  async function subscribe(subscriber: SignalListener): Promise<SignalSubscription> {
    if (url !== undefined) return listenOnPostgres({ url, channel, listener: subscriber, log });
    // Loads native code, as in `connect`.
    const { watchSqlite } = await import("../sqlite/watcher.ts");
    return watchSqlite(sqliteFile(dataDir), subscriber.catchUp);
  }

  return {
    send(text) {
      if (batcher) batcher.send(text);
      else listener?.receive(text);
    },
    listen(subscriber) {
      listener = subscriber;
      subscription = subscribe(subscriber);
    },
    async close() {
      listener = undefined;
      await batcher?.close();
      await (await subscription)?.stop();
    },
  };
}
