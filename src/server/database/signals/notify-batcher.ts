import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { PostgresEngine } from "../database.ts";
import { databaseErrorMessage } from "../errors.ts";

/** Sends texts to a channel of Postgres. */
export interface NotifyBatcher {
  send(text: string): void;
  /** Waits until all texts have been sent. */
  close(): Promise<void>;
}

export interface NotifyBatcherOptions {
  readonly database: Pick<PostgresEngine, "execute">;
  readonly channel: string;
  readonly log: Pick<Logger, "warn">;
}

const batchIntervalMs = 10;

const notify = {
  name: "notify",
  text: "SELECT pg_notify($1, text) FROM jsonb_array_elements_text(CAST($2 AS jsonb)) AS text",
};

/**
 * Sends the texts of 10 ms in one transaction, without duplicates. Postgres lets only one transaction with a NOTIFY commit at a
 * time (`PreCommit_Notify` in its source), so a NOTIFY within each write would make the writes wait for one another's fsync.
 */
export function createNotifyBatcher({ database, channel, log }: NotifyBatcherOptions): NotifyBatcher {
  const queued = new Set<string>();
  let sending: Promise<void> | undefined;

  async function sendQueued(): Promise<void> {
    while (queued.size > 0) {
      const texts = JSON.stringify([...queued]);
      queued.clear();
      await database.execute(notify, [channel, texts]).catch((error: unknown) => {
        log.warn(`Cannot signal other processes; they catch up later: ${databaseErrorMessage(error)}`);
      });
      await delay(batchIntervalMs);
    }
    sending = undefined;
  }

  return {
    send(text) {
      queued.add(text);
      sending ??= sendQueued();
    },
    async close() {
      await sending;
    },
  };
}
