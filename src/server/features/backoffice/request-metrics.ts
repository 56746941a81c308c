import { randomUUID } from "node:crypto";
import { setInterval } from "node:timers";
import type { Logger } from "pino";
import { deleteOldPostsCounters } from "../../database/counters/sharded-counters.ts";
import type { Database } from "../../database/database.ts";
import { databaseErrorMessage } from "../../database/errors.ts";
import type { AnswerRecord } from "../../http/logging/request-log.ts";
import { createMetricBuckets, minuteMs } from "./metric-buckets.ts";
import { deleteMetricsBefore, mergeMetrics, writeMetrics } from "./queries.ts";

const FLUSH_EVERY = 5_000;
const PRUNE_EVERY = 60 * minuteMs;
const DAY = 24 * 60 * minuteMs;
/** After this, an hour's figures become one. */
const KEEP_MINUTES = DAY + 60 * minuteMs;
/** After this, a day's. */
const KEEP_HOURS = 32 * DAY;
const KEEP_DAYS = 367 * DAY;
/** Today began at most 27 hours ago in any time zone. */
const KEEP_POSTS_TALLIES = 3 * DAY;
const BATCH = 5_000;

/** Counts answered requests in memory and brings the counts to the database every five seconds. */
export interface RequestMetrics {
  record(answer: AnswerRecord): void;
  /** Writes what changed since the last flush. Never rejects: what cannot be written is logged and kept for the next. */
  flush(): Promise<void>;
  /** Ends the timer and flushes once more; the database must still be open. */
  close(): Promise<void>;
}

/**
 * A flush writes absolute counts under this node's name, so doing one twice counts nothing twice; a restart takes a new name.
 *
 * @param newNode makes a name that no node has had yet
 */
export function createRequestMetrics(options: {
  readonly database: Database;
  readonly now: () => Date;
  readonly log: Logger;
  readonly newNode?: () => string;
}): RequestMetrics {
  const { database, now, log, newNode = randomUUID } = options;
  const minutes = createMetricBuckets({
    now,
    newNode,
    dropped: (figures) => log.error({ figures }, "Gave up request figures: too many wait for the database"),
  });
  let pruned = Number.NEGATIVE_INFINITY;
  let waiting = 0;
  let last = Promise.resolve();

  async function write(): Promise<void> {
    try {
      while (await writeBatch());
      await prune();
    } catch (error) {
      // The fault itself carries the statement and its values.
      log.warn({ fault: databaseErrorMessage(error) }, "Could not write request figures; will try again");
    }
  }

  /** Whether there may be more to write. */
  async function writeBatch(): Promise<boolean> {
    const changes = minutes.unwritten(BATCH);
    if (changes.length === 0) return false;
    await writeMetrics(
      database,
      changes.map(({ figure }) => figure),
    );
    for (const { confirm } of changes) confirm();
    return changes.length === BATCH;
  }

  async function prune(): Promise<void> {
    const time = now().getTime();
    if (time < pruned + PRUNE_EVERY) return;
    await mergeMetrics(database, "hour", new Date(time - KEEP_MINUTES));
    await mergeMetrics(database, "day", new Date(time - KEEP_HOURS));
    await deleteMetricsBefore(database, new Date(time - KEEP_DAYS));
    await deleteOldPostsCounters(database, new Date(time - KEEP_POSTS_TALLIES));
    pruned = time;
  }

  function flush(): Promise<void> {
    waiting += 1;
    last = last.then(write).finally(() => {
      waiting -= 1;
    });
    return last;
  }

  const timer = setInterval(() => {
    // A database that is away can hold a flush up for longer than the timer waits.
    if (waiting === 0) void flush();
  }, FLUSH_EVERY);
  timer.unref();

  return {
    record: minutes.count,
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
