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

/** A bound on memory (about 10 MB) while the database is away; ordinary load makes some 100 figures a minute. */
const MAX_FIGURES = 100_000;
const STATUSES = 1000;

interface Minute {
  readonly start: number;
  readonly node: string;
  readonly counts: Map<number, number>;
  readonly written: Map<number, number>;
}

/** The minutes that are not yet wholly in the database. */
export interface MetricBuckets {
  /** Counts an answer: two map look-ups, nothing made but the time. */
  count(answer: AnswerRecord): void;
  /** What changed since it was last written, oldest first, up to a number; each with how to say that it is written now. */
  unwritten(most: number): readonly { readonly figure: MetricBucket; confirm(): void }[];
}

/**
 * @param newNode makes a name that no node has had yet; called at start and again when the clock steps back, since a count
 *   that starts anew in a minute already written would replace the count before it
 * @param dropped told how many figures were given up, oldest first, because too many wait for the database
 */
export function createMetricBuckets(options: {
  readonly now: () => Date;
  readonly newNode: () => string;
  readonly dropped: (figures: number) => void;
}): MetricBuckets {
  const { now, newNode, dropped } = options;
  const numbers = new Map<string, number>();
  const operations: string[] = [];
  let node = newNode();
  let minutes: readonly Minute[] = [];
  let open = openMinute(now().getTime());

  function openMinute(time: number): Minute {
    const start = time - (time % minuteMs);
    if (minutes.length > 0 && start < open.start) node = newNode();
    let waiting = minutes.reduce((total, { counts }) => total + counts.size, 0);
    const kept = [...minutes];
    while (waiting > MAX_FIGURES) {
      const figures = kept.shift()?.counts.size ?? 0;
      waiting -= figures;
      dropped(figures);
    }
    const minute = { start, node, counts: new Map(), written: new Map() };
    minutes = [...kept, minute];
    return minute;
  }

  function numberOf(operation: string): number {
    const known = numbers.get(operation);
    if (known !== undefined) return known;
    numbers.set(operation, operations.length);
    return operations.push(operation) - 1;
  }

  function figure({ start, node }: Minute, cell: number, count: number): MetricBucket {
    const operation = String(operations[Math.floor(cell / (STATUSES * bucketCount))]);
    const status = Math.floor(cell / bucketCount) % STATUSES;
    return { minute: new Date(start), node, operation, status, bucket: cell % bucketCount, count };
  }

  return {
    count({ operationId, status, milliseconds }) {
      const time = now().getTime();
      if (time < open.start || time >= open.start + minuteMs) open = openMinute(time);
      const cell = (numberOf(operationId) * STATUSES + status) * bucketCount + bucketOf(milliseconds);
      open.counts.set(cell, (open.counts.get(cell) ?? 0) + 1);
    },

    unwritten(most) {
      minutes = minutes.filter((minute) => minute === open || !isWritten(minute));
      const changes: { figure: MetricBucket; confirm(): void }[] = [];
      for (const minute of minutes) {
        for (const [cell, count] of minute.counts) {
          if (changes.length === most) return changes;
          if (minute.written.get(cell) === count) continue;
          const confirm = () => void minute.written.set(cell, count);
          changes.push({ figure: figure(minute, cell, count), confirm });
        }
      }
      return changes;
    },
  };
}

function isWritten({ counts, written }: Minute): boolean {
  return [...counts].every(([cell, count]) => written.get(cell) === count);
}
