import type { SeriesResult } from "./measure/series.ts";
import type { PgbenchResult } from "./pgbench.ts";

/** All results of one run; the content of results.json. */
export interface Results {
  readonly startedAt: string;
  readonly minutes: number;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly node: string;
    readonly postgres: string;
    readonly commit: string;
  };
  readonly sizes: {
    readonly posts: number;
    readonly users: number;
    readonly comments: number;
    readonly reactions: number;
  };
  readonly pace: { readonly rounds: number; readonly seconds: number; readonly warmUpSeconds: number };
  readonly isFull: boolean;
  /** Responses that were compared between contenders before the measurements; all were equal. */
  readonly comparedAnswers: number;
  readonly series: readonly SeriesResult[];
  readonly pgbench: readonly PgbenchResult[];
  /** Resident memory of each server before any load, in MiB, by name. */
  readonly idleMiB: Readonly<Record<string, number>>;
  /** Counters that differ from a count of the rows after all writes, of any contender. */
  readonly wrongCounters: readonly { readonly what: string; readonly id: string }[];
  /** Measurements that failed or were not possible, with the reason. */
  readonly skipped: readonly string[];
}
