import { UnavailableError } from "../errors.ts";

const defaultMaxWaitMs = 10_000;

/** A fair mutex: work runs one at a time, in the order of the calls. */
export interface WriteMutex {
  /** @throws UnavailableError after a wait of 10 s, or after `close`, without starting the work */
  runExclusive<T>(work: () => Promise<T>): Promise<T>;
  /** Refuses further work and waits for the queued work. */
  close(): Promise<void>;
}

/**
 * SQLite has one writer at a time. Without this mutex, waiting writers would block libuv's four threads and leave none for the
 * writer that they wait for.
 */
export function createWriteMutex(
  clock: () => number = () => performance.now(),
  maxWaitMs = defaultMaxWaitMs,
): WriteMutex {
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  return {
    runExclusive(work) {
      if (isClosed) return Promise.reject(new UnavailableError("The database is closed"));
      const queuedAt = clock();
      const result = last.then(() => {
        if (clock() - queuedAt > maxWaitMs) throw new UnavailableError("The database is too busy");
        return work();
      });
      last = result.catch(() => undefined);
      return result;
    },
    async close() {
      isClosed = true;
      await last;
    },
  };
}
