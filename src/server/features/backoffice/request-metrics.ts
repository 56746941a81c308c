import { randomUUID } from "node:crypto";
import { setInterval } from "node:timers";
import type { Logger } from "pino";
import { deleteOldPostsCounters } from "../../database/counters/sharded-counters.ts";
import type { Database } from "../../database/database.ts";
import { databaseErrorMessage } from "../../database/errors.ts";
import type { AnswerRecord } from "../../http/logging/request-log.ts";
import { createMetricBuckets, minuteMs } from "./metric-buckets.ts";
import { deleteMetricsBefore, mergeMetrics, writeMetrics } from "./queries.ts";

const flushIntervalMs = 5_000;
const pruneIntervalMs = 60 * minuteMs;
const dayMs = 24 * 60 * minuteMs;
/** Older metrics are merged by hour. */
const minuteRetentionMs = dayMs + 60 * minuteMs;
/** Older metrics are merged by day. */
const hourRetentionMs = 32 * dayMs;
const dayRetentionMs = 367 * dayMs;
/** Today began at most 27 hours ago in any time zone. */
const postsCounterRetentionMs = 3 * dayMs;
const maxBatch = 5_000;

/** Counts answered requests in memory and writes the counts to the database every five seconds. */
export interface RequestMetrics {
  record(answer: AnswerRecord): void;
  /** Writes the changes since the last flush. Never rejects: an error is logged, and the next flush tries again. */
  flush(): Promise<void>;
  /** Stops the timer and flushes; the database must still be open. */
  close(): Promise<void>;
}

/**
 * Flushes are idempotent: they write absolute counts under this node's name. A restart uses a new name.
 *
 * @param newNode makes a unique node name
 */
export function createRequestMetrics(options: {
  readonly database: Database;
  readonly now: () => Date;
  readonly log: Logger;
  readonly newNode?: () => string;
}): RequestMetrics {
  const { database, now, log, newNode = randomUUID } = options;
  const buckets = createMetricBuckets({
    now,
    newNode,
    dropped: (count) => log.error({ count }, "Dropped request metrics: too many are waiting for the database"),
  });
  let prunedAt = Number.NEGATIVE_INFINITY;
  let pendingFlushes = 0;
  let lastFlush = Promise.resolve();

  async function write(): Promise<void> {
    try {
      while (await writeBatch());
      await prune();
    } catch (error) {
      // Only the message: the error has the statement with its values.
      log.warn({ fault: databaseErrorMessage(error) }, "Could not write request metrics; will try again");
    }
  }

  /** Whether there may be more to write. */
  async function writeBatch(): Promise<boolean> {
    const changes = buckets.unwritten(maxBatch);
    if (changes.length === 0) return false;
    await writeMetrics(
      database,
      changes.map(({ metric }) => metric),
    );
    for (const { confirm } of changes) confirm();
    return changes.length === maxBatch;
  }

  async function prune(): Promise<void> {
    const time = now().getTime();
    if (time < prunedAt + pruneIntervalMs) return;
    await mergeMetrics(database, "hour", new Date(time - minuteRetentionMs));
    await mergeMetrics(database, "day", new Date(time - hourRetentionMs));
    await deleteMetricsBefore(database, new Date(time - dayRetentionMs));
    await deleteOldPostsCounters(database, new Date(time - postsCounterRetentionMs));
    prunedAt = time;
  }

  function flush(): Promise<void> {
    pendingFlushes += 1;
    lastFlush = lastFlush.then(write).finally(() => {
      pendingFlushes -= 1;
    });
    return lastFlush;
  }

  const timer = setInterval(() => {
    // While the database is unavailable, a flush can take longer than the interval.
    if (pendingFlushes === 0) void flush();
  }, flushIntervalMs);
  timer.unref();

  return {
    record: buckets.count,
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
