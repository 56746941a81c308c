import type { AnswerRecord } from "../../http/logging/request-log.ts";
import { bucketCount, bucketOf } from "./latency.ts";

export const minuteMs = 60_000;

/** How many requests one node answered in one minute, by operation, status and latency bucket; only ever grows. */
export interface MetricBucket {
  readonly minute: Date;
  readonly node: string;
  readonly operation: string;
  readonly status: number;
  readonly bucket: number;
  readonly count: number;
}

/** Limits memory (to about 10 MB) while the database is unavailable; usual load makes some 100 buckets a minute. */
const maxPendingBuckets = 100_000;
const statusRange = 1000;

interface Minute {
  readonly start: number;
  readonly node: string;
  readonly counts: Map<number, number>;
  readonly written: Map<number, number>;
}

export interface UnwrittenBucket {
  readonly metric: MetricBucket;
  /** To be called when this count is in the database. */
  confirm(): void;
}

/** The buckets of the minutes that are not completely written to the database. */
export interface MetricBuckets {
  count(answer: AnswerRecord): void;
  /** Up to `max` buckets that have changed since they were last confirmed, oldest first. */
  unwritten(max: number): readonly UnwrittenBucket[];
}

/**
 * @param newNode makes a unique node name; called at the start and when the clock steps back, since a new count for a minute
 *   that was already written would replace the old count
 * @param dropped called with the number of buckets that were dropped, oldest first, because too many were pending
 */
export function createMetricBuckets(options: {
  readonly now: () => Date;
  readonly newNode: () => string;
  readonly dropped: (buckets: number) => void;
}): MetricBuckets {
  const { now, newNode, dropped } = options;
  const operationIndexes = new Map<string, number>();
  const operations: string[] = [];
  let node = newNode();
  let minutes: readonly Minute[] = [];
  let open = openMinute(now().getTime());

  function openMinute(time: number): Minute {
    const start = time - (time % minuteMs);
    if (minutes.length > 0 && start < open.start) node = newNode();
    let pending = minutes.reduce((total, { counts }) => total + counts.size, 0);
    const remaining = [...minutes];
    while (pending > maxPendingBuckets) {
      const size = remaining.shift()?.counts.size ?? 0;
      pending -= size;
      dropped(size);
    }
    const minute = { start, node, counts: new Map(), written: new Map() };
    minutes = [...remaining, minute];
    return minute;
  }

  function indexOf(operation: string): number {
    const existing = operationIndexes.get(operation);
    if (existing !== undefined) return existing;
    operationIndexes.set(operation, operations.length);
    return operations.push(operation) - 1;
  }

  function bucketAt({ start, node }: Minute, cell: number, count: number): MetricBucket {
    const operation = String(operations[Math.floor(cell / (statusRange * bucketCount))]);
    const status = Math.floor(cell / bucketCount) % statusRange;
    return { minute: new Date(start), node, operation, status, bucket: cell % bucketCount, count };
  }

  return {
    count({ operationId, status, milliseconds }) {
      const time = now().getTime();
      if (time < open.start || time >= open.start + minuteMs) open = openMinute(time);
      const cell = (indexOf(operationId) * statusRange + status) * bucketCount + bucketOf(milliseconds);
      open.counts.set(cell, (open.counts.get(cell) ?? 0) + 1);
    },

    unwritten(max) {
      minutes = minutes.filter((minute) => minute === open || !isWritten(minute));
      const changes: UnwrittenBucket[] = [];
      for (const minute of minutes) {
        for (const [cell, count] of minute.counts) {
          if (changes.length === max) return changes;
          if (minute.written.get(cell) === count) continue;
          const confirm = () => void minute.written.set(cell, count);
          changes.push({ metric: bucketAt(minute, cell, count), confirm });
        }
      }
      return changes;
    },
  };
}

function isWritten({ counts, written }: Minute): boolean {
  return [...counts].every(([cell, count]) => written.get(cell) === count);
}
