import type { Logger } from "pino";
import type { Database } from "../database.ts";
import { listenOnPostgres } from "../postgres/listener.ts";
import { sqliteFile } from "../sqlite/file.ts";
import { createNotifyBatcher } from "./notify-batcher.ts";
import type { Listener, Listening, Signals } from "./signals.ts";

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
  const notices = database.dialect === "postgres" ? createNotifyBatcher({ database, channel, log }) : undefined;

  async function start(heard: Listener): Promise<Listening> {
    if (url !== undefined) return listenOnPostgres({ url, channel, listener: heard, log });
    // Native code again, as in `connect`.
    const { watchSqlite } = await import("../sqlite/watcher.ts");
    return watchSqlite(sqliteFile(dataDir), heard.catchUp);
  }

  return {
    send(text) {
      if (notices) notices.send(text);
      else listener?.receive(text);
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
