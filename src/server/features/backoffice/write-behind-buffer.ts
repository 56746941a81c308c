import { setTimeout } from "node:timers";
import type { Logger } from "pino";
import { databaseErrorMessage } from "../../database/errors.ts";

const maxDelayMs = 5_000;

/** Writes rows that were collected in memory to the database within five seconds. */
export interface WriteBehindBuffer {
  /** To be called when there are new rows: starts the timer for the next flush, unless it is running. */
  schedule(): void;
  /** Writes the collected rows. Never rejects: an error is logged, and the next flush tries again. */
  flush(): Promise<void>;
  /** Stops the timer and flushes; the database must still be open. */
  close(): Promise<void>;
}

/**
 * @param take returns and clears the rows that were collected since the last call; undefined if there are none
 * @param write must be idempotent: it is called again with the same batch after an error
 * @param what the name of the rows in log messages
 */
export function createWriteBehindBuffer<Batch>(options: {
  readonly take: () => Batch | undefined;
  readonly write: (batch: Batch) => Promise<void>;
  readonly what: string;
  readonly log: Logger;
}): WriteBehindBuffer {
  const { take, write, what, log } = options;
  let batch: Batch | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastFlush = Promise.resolve();

  async function writeBatch(): Promise<void> {
    batch ??= take();
    if (batch === undefined) return;
    try {
      await write(batch);
      batch = undefined;
    } catch (error) {
      log.warn({ fault: databaseErrorMessage(error) }, `Could not write ${what}; will try again`);
      schedule();
    }
  }

  function flush(): Promise<void> {
    lastFlush = lastFlush.then(writeBatch);
    return lastFlush;
  }

  function schedule(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush();
    }, maxDelayMs).unref();
  }

  return {
    schedule,
    flush,
    async close() {
      clearTimeout(timer);
      timer = undefined;
      await flush();
      clearTimeout(timer);
    },
  };
}
