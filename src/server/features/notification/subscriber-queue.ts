import { setTimeout } from "node:timers";

/** A queue of database reads. Items that are due at the same time are read in one batch, so batches grow under load. */
export interface SubscriberQueue<T> {
  /** Schedules a read of `item`; another one if a read of it is in flight, which may have missed the newest rows. */
  add(item: T): void;
  /** Schedules a catch-up. */
  catchUp(): void;
  /** Waits for the reads in flight, and starts no more. */
  close(): Promise<void>;
}

export interface SubscriberQueueOptions<T> {
  readonly read: (batch: readonly T[]) => Promise<void>;
  readonly catchUp: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Low, so that many subscribers cannot take up all connections of the database. */
const maxConcurrency = 2;
const maxBatch = 50;
const retryDelayMs = 1000;

/** The entry of the queue that stands for a catch-up. */
const catchUpEntry = Symbol("catch-up");

/** A failed read is retried after a second, since no further signal may arrive. */
export function createSubscriberQueue<T>({ read, catchUp, onError }: SubscriberQueueOptions<T>): SubscriberQueue<T> {
  type Entry = T | typeof catchUpEntry;
  const due = new Set<Entry>();
  const failed = new Set<Entry>();
  const inFlight = new Set<Entry>();
  const reads = new Set<Promise<void>>();
  let retryTimer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function add(entry: Entry): void {
    due.add(entry);
    startReads();
  }

  function startReads(): void {
    while (!isClosed && reads.size < maxConcurrency) {
      if (due.has(catchUpEntry) && !inFlight.has(catchUpEntry)) track([catchUpEntry], catchUp());
      const batch = nextBatch();
      if (batch.length === 0) return;
      track(batch, read(batch));
    }
  }

  function nextBatch(): readonly T[] {
    const batch: T[] = [];
    for (const entry of due) {
      if (entry !== catchUpEntry && !inFlight.has(entry)) batch.push(entry);
      if (batch.length === maxBatch) break;
    }
    return batch;
  }

  function track(batch: readonly Entry[], work: Promise<void>): void {
    for (const entry of batch) {
      due.delete(entry);
      inFlight.add(entry);
    }
    const current = work.catch((error: unknown) => {
      onError(error);
      for (const entry of batch) failed.add(entry);
      retryTimer ??= setTimeout(retry, retryDelayMs).unref();
    });
    reads.add(current);
    void current.then(() => {
      reads.delete(current);
      for (const entry of batch) inFlight.delete(entry);
      startReads();
    });
  }

  function retry(): void {
    retryTimer = undefined;
    for (const entry of failed) due.add(entry);
    failed.clear();
    startReads();
  }

  return {
    add,
    catchUp: () => add(catchUpEntry),
    async close() {
      isClosed = true;
      clearTimeout(retryTimer);
      await Promise.all(reads);
    },
  };
}
