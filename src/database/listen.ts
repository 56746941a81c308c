import type { Logger } from "pino";
import type { Database } from "./database.ts";
import { listenOnPostgres } from "./listen-postgres.ts";
import { createNotices } from "./notices.ts";
import { sqliteFile } from "./sqlite-file.ts";

/** Tells every process that shares the database of something that one of them wrote. */
export interface Signals {
  /**
   * To be called after the commit: whoever listens hears `text`, at most 8000 bytes. It only says where to look: what was
   * written is in the database, and should the signal be lost, a look around finds it.
   */
  send(text: string): void;
  /** To be called once. What was sent before is not heard. */
  listen(listener: Listener): void;
  /** Listens no more. */
  close(): Promise<void>;
}

export interface Listener {
  hear(text: string): void;
  /** Signals may have been missed, also those of the time before the first call; or, on SQLite, another process wrote. */
  lookAround(): void;
}

/** A process that listens, until it is told to stop. */
export interface Listening {
  stop(): Promise<void>;
}

export interface SignalOptions {
  readonly database: Database;
  /** Of Postgres. */
  readonly url: string | undefined;
  /** Of SQLite. */
  readonly dataDir: string;
  readonly log: Pick<Logger, "warn" | "info">;
}

/** The name under which Postgres passes signals on. */
const channel = "minifb";

export function createSignals({ database, url, dataDir, log }: SignalOptions): Signals {
  let listener: Listener | undefined;
  let listening: Promise<Listening> | undefined;
  const notices = database.dialect === "postgres" ? createNotices({ database, channel, log }) : undefined;

  async function start(heard: Listener): Promise<Listening> {
    if (url !== undefined) return listenOnPostgres({ url, channel, listener: heard, log });
    // Native code again, as in `connect`.
    const { watchSqlite } = await import("./listen-sqlite.ts");
    return watchSqlite(sqliteFile(dataDir), heard.lookAround);
  }

  return {
    send(text) {
      if (notices) notices.send(text);
      else listener?.hear(text);
    },
    listen(next) {
      listener = next;
      listening = start(next);
    },
    async close() {
      listener = undefined;
      await notices?.close();
      await (await listening)?.stop();
    },
  };
}
