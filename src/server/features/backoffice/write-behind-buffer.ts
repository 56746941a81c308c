import { setTimeout } from "node:timers";
import type { Logger } from "pino";
import { databaseErrorMessage } from "../../database/errors.ts";

const WITHIN = 5_000;

/** Brings what was gathered in memory to the database within five seconds. */
export interface WriteBehindBuffer {
  /** To be called when there is something to write. There is a timer only then. */
  soon(): void;
  /** Writes what there is. Never rejects: what cannot be written is logged and kept for the next time. */
  flush(): Promise<void>;
  /** Ends the timer and flushes once more; the database must still be open. */
  close(): Promise<void>;
}

/**
 * @param take a batch of what was gathered since the last one; undefined for nothing
 * @param write may be called with a batch again, when it is not known whether that one was written
 * @param what names the batch's content in the log
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
  let last = Promise.resolve();

  async function writeBatch(): Promise<void> {
    batch ??= take();
    if (batch === undefined) return;
    try {
      await write(batch);
      batch = undefined;
    } catch (error) {
      log.warn({ fault: databaseErrorMessage(error) }, `Could not write ${what}; will try again`);
      soon();
    }
  }

  function flush(): Promise<void> {
    last = last.then(writeBatch);
    return last;
  }

  function soon(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush();
    }, WITHIN).unref();
  }

  return {
    soon,
    flush,
    async close() {
      clearTimeout(timer);
      timer = undefined;
      await flush();
      clearTimeout(timer);
    },
  };
}
