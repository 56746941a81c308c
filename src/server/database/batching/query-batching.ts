import { setImmediate } from "node:timers";

/** One distinct query of a batch, with everyone who asked for it. */
export interface BatchedQuery<Query> {
  readonly key: string | number;
  readonly query: Query;
  readonly viewers: ReadonlySet<string>;
}

/** Limits for query batching. They depend on the database. */
export interface BatchingLimits {
  /** Batches in flight. Later queries are queued. */
  readonly maxConcurrency: number;
  /**
   * At this many distinct queries, or this many viewers of one query, a batch starts at once instead of after the current turn of
   * the event loop. A longer queue is divided into batches of at least this size.
   */
  readonly targetBatch: number;
  /** Distinct queries in one batch. */
  readonly maxBatch: number;
}

interface QueuedQuery<Query, Result> extends BatchedQuery<Query> {
  readonly viewers: Set<string>;
  readonly result: Promise<Result>;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Query batching: queries that arrive while others are in flight are queued and then share one statement, so batches grow with
 * the load. Equal queries of a batch are read once. A query never joins a batch that has already started, so its result is
 * never older than the query.
 *
 * @param keyOf equal for equal queries
 * @param read reads a batch, each query for all of its viewers; returns the results in the order of the queries
 */
export function batchQueries<Query, Result>(
  { maxConcurrency, targetBatch, maxBatch }: BatchingLimits,
  keyOf: (query: Query) => string | number,
  read: (batch: readonly BatchedQuery<Query>[]) => Promise<readonly Result[]>,
): (query: Query, viewerId: string) => Promise<Result> {
  let queue = new Map<string | number, QueuedQuery<Query, Result>>();
  let inFlight = 0;
  let isScheduled = false;

  /** Starts after the current turn of the event loop, so that requests which arrived together share a batch. */
  function schedule(): void {
    if (isScheduled || inFlight >= maxConcurrency) return;
    isScheduled = true;
    setImmediate(startBatches);
  }

  function startBatches(): void {
    isScheduled = false;
    while (queue.size > 0 && inFlight < maxConcurrency) void run(takeBatch());
  }

  /**
   * The oldest queued queries. The rest move to a new map, because V8 keeps the old tables of a map to which entries are always
   * added and deleted, with what they held.
   */
  function takeBatch(): QueuedQuery<Query, Result>[] {
    const size = Math.ceil(Math.min(maxBatch, Math.max(targetBatch, queue.size / maxConcurrency)));
    const entries = [...queue];
    queue = new Map(entries.slice(size));
    return entries.slice(0, size).map(([, queued]) => queued);
  }

  /** Starts the next batch before the callers go on, so that the database stays busy. */
  async function run(batch: readonly QueuedQuery<Query, Result>[]): Promise<void> {
    inFlight++;
    try {
      const results = await read(batch);
      release();
      for (const [index, result] of results.entries()) batch[index]?.resolve(result);
    } catch (error) {
      release();
      for (const { reject } of batch) reject(error);
    }
  }

  function release(): void {
    inFlight--;
    startBatches();
  }

  return (query, viewerId) => {
    const key = keyOf(query);
    let queued = queue.get(key);
    if (!queued) {
      queued = queuedQuery(key, query);
      queue.set(key, queued);
    }
    const { viewers, result } = queued;
    viewers.add(viewerId);
    if (queue.size >= targetBatch || viewers.size >= targetBatch) startBatches();
    else schedule();
    return result;
  };
}

function queuedQuery<Query, Result>(key: string | number, query: Query): QueuedQuery<Query, Result> {
  let resolve = (_result: Result) => {};
  let reject = (_error: unknown) => {};
  const result = new Promise<Result>((...settle) => {
    [resolve, reject] = settle;
  });
  return { key, query, viewers: new Set(), result, resolve, reject };
}
