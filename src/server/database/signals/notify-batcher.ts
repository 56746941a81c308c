import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { PostgresEngine } from "../database.ts";
import { databaseErrorMessage } from "../errors.ts";

/** Sends texts to whoever listens on a channel of Postgres's. */
export interface NotifyBatcher {
  send(text: string): void;
  /** Waits until all were sent. */
  close(): Promise<void>;
}

export interface NotifyBatcherOptions {
  readonly database: Pick<PostgresEngine, "execute">;
  readonly channel: string;
  readonly log: Pick<Logger, "warn">;
}

/** In milliseconds. */
const pause = 10;

const notify = {
  name: "notify",
  text: "SELECT pg_notify($1, text) FROM jsonb_array_elements_text(CAST($2 AS jsonb)) AS text",
};

/**
 * Postgres lets only one transaction at a time commit that holds a NOTIFY (`PreCommit_Notify` in its source), so within
 * the writes it would make them wait for one another's disk. Here all that comes within 10 ms is sent as one.
 */
export function createNotifyBatcher({ database, channel, log }: NotifyBatcherOptions): NotifyBatcher {
  const due = new Set<string>();
  let sending: Promise<void> | undefined;

  async function sendDue(): Promise<void> {
    while (due.size > 0) {
      const texts = JSON.stringify([...due]);
      due.clear();
      await database.execute(notify, [channel, texts]).catch((error: unknown) => {
        log.warn(
          `Could not tell other nodes of something new; they find it when they look: ${databaseErrorMessage(error)}`,
        );
      });
      await delay(pause);
    }
    sending = undefined;
  }

  return {
    send(text) {
      due.add(text);
      sending ??= sendDue();
    },
    async close() {
      await sending;
    },
  };
}
