import type { LoadResponse } from "./connection.ts";
import type { Latencies, LoadResult } from "./job.ts";

/** Records responses between `start` and `finish`. */
export interface LoadRecorder {
  start(): void;
  /** @param since when the request was sent or due, in ms of `performance.now()` */
  record(response: LoadResponse, since: number): void;
  recordLost(): void;
  finish(unanswered: number): LoadResult;
}

export function createLoadRecorder(): LoadRecorder {
  const times: number[] = [];
  const statuses = new Map<string, number>();
  let isMeasuring = false;
  let startedAt = 0;
  let cpuAtStart = process.cpuUsage();
  const count = (name: string) => statuses.set(name, (statuses.get(name) ?? 0) + 1);

  return {
    start() {
      isMeasuring = true;
      startedAt = performance.now();
      cpuAtStart = process.cpuUsage();
    },
    record({ status, hasRetryAfter }, since) {
      if (!isMeasuring) return;
      if (status < 300) times.push(performance.now() - since);
      count(String(status));
      if (status === 503 && !hasRetryAfter) count("without Retry-After");
    },
    recordLost() {
      count("lost");
    },
    finish(unanswered) {
      isMeasuring = false;
      const { user, system } = process.cpuUsage(cpuAtStart);
      return {
        answered: times.length,
        seconds: (performance.now() - startedAt) / 1000,
        statuses: Object.fromEntries(statuses),
        latencies: latenciesOf(times),
        loadCpuSeconds: (user + system) / 1e6,
        unanswered,
      };
    },
  };
}

/** Exact percentiles by nearest rank; NaN without samples. */
function latenciesOf(times: readonly number[]): Latencies {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}
