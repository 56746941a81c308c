import type { Logger } from "pino";
import { QueryTypes, type Transaction } from "sequelize";
import type { Database } from "./database.ts";
import { listenOnPostgres } from "./listen-postgres.ts";
import { sqliteFile } from "./sqlite-file.ts";

/** Tells every process that shares the database of something that one of them wrote. */
export interface Signals {
  /**
   * Once `transaction` commits, whoever listens hears `text`, at most 8000 bytes; nobody does if it is rolled back. It only
   * says where to look: what was written is in the database.
   */
  send(text: string, transaction: Transaction): Promise<void>;
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
  readonly database: Pick<Database, "dialect" | "sequelize">;
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

  async function start(heard: Listener): Promise<Listening> {
    if (url !== undefined) return listenOnPostgres({ url, channel, listener: heard, log });
    // Native code again, as in `connect`.
    const { watchSqlite } = await import("./listen-sqlite.ts");
    return watchSqlite(sqliteFile(dataDir), heard.lookAround);
  }

  return {
    async send(text, transaction) {
      if (database.dialect === "sqlite") {
        transaction.afterCommit(() => listener?.hear(text));
        return;
      }
      // Postgres passes it on as a part of the commit: never too early, never for what was undone, in the commits' order.
      await database.sequelize.query("SELECT pg_notify($1, $2)", {
        bind: [channel, text],
        type: QueryTypes.SELECT,
        transaction,
      });
    },
    listen(next) {
      listener = next;
      listening = start(next);
    },
    async close() {
      listener = undefined;
      await (await listening)?.stop();
    },
  };
}
