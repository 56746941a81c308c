import type { SeriesResult } from "./measure/series.ts";
import type { PgbenchResult } from "./pgbench.ts";

/** Everything that one run found. */
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
  /** Answers that were compared between contenders before anything was measured; all were the same. */
  readonly comparedAnswers: number;
  readonly series: readonly SeriesResult[];
  readonly pgbench: readonly PgbenchResult[];
  /** MiB of each server that was started, by name. */
  readonly atRest: Readonly<Record<string, number>>;
  /** Counters that were not what counting gave when all writing was over, by whomever of the contenders. */
  readonly wrongCounters: readonly { readonly what: string; readonly id: string }[];
  /** What was not measured, and why. */
  readonly skipped: readonly string[];
}
