import { timestamp } from "../../database/timestamp.ts";
import type { Presented } from "../../http/response/presented.ts";
import { quantile } from "./latency.ts";
import { minuteMs } from "./metric-buckets.ts";
import type { MetricRow } from "./queries.ts";
import type { ViolationCount } from "./violation-queries.ts";

type ServerStats = Presented<"ServerStats">;

/** An operation, with what the back office shows of it. */
export interface Endpoint {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
}

/** @param endpoints in the order of the result; other operations are left out */
export function presentServerStats(
  rows: readonly MetricRow[],
  violations: readonly ViolationCount[],
  endpoints: readonly Endpoint[],
  now: Date,
): ServerStats {
  const byMinute = rows.flatMap(({ minute, count }) => (minute === null ? [] : [{ minute: timestamp(minute), count }]));
  const { byStatus, latencies } = countsByOperation(rows);
  return {
    rps: requestsPerSecond(byMinute, now),
    requestsLast24h: total(byMinute),
    byMinute,
    byStatus,
    byEndpoint: endpoints.flatMap(({ operationId, method, path }) => {
      const counts = latencies.get(operationId);
      return counts ? [{ operationId, method, path, ...quantiles(counts) }] : [];
    }),
    contractViolations: violations.map(({ operation, rule, count }) => ({ operationId: operation, rule, count })),
  };
}

/** Adds up the rows by operation, status and bucket; ignores those by minute. */
export function countsByOperation(rows: readonly MetricRow[]) {
  const byStatus: Record<string, number> = {};
  /** Requests by operation and then by bucket. */
  const latencies = new Map<string, Map<number, number>>();
  /** Answers of 5xx by operation. */
  const failed = new Map<string, number>();
  for (const { operation, status, bucket, count } of rows) {
    if (operation === null || status === null || bucket === null) continue;
    byStatus[status] = (byStatus[status] ?? 0) + count;
    const counts = latencies.get(operation) ?? new Map<number, number>();
    latencies.set(operation, counts.set(bucket, (counts.get(bucket) ?? 0) + count));
    if (status >= 500) failed.set(operation, (failed.get(operation) ?? 0) + count);
  }
  return { byStatus, latencies, failed };
}

/** @param counts requests by latency bucket */
export function quantiles(counts: ReadonlyMap<number, number>) {
  const count = [...counts.values()].reduce((sum, requests) => sum + requests, 0);
  return { count, p50: quantile(counts, 0.5), p90: quantile(counts, 0.9), p99: quantile(counts, 0.99) };
}

/**
 * The mean of the last 60 seconds, to two decimals. Requests of the previous minute are assumed to be evenly distributed.
 */
function requestsPerSecond(byMinute: ServerStats["byMinute"], now: Date): number {
  const elapsed = now.getTime() % minuteMs;
  const start = now.getTime() - elapsed;
  const requests = (time: number) => total(byMinute.filter(({ minute }) => minute === new Date(time).toISOString()));
  return Math.round((requests(start) + requests(start - minuteMs) * (1 - elapsed / minuteMs)) / 0.6) / 100;
}

function total(counted: readonly { readonly count: number }[]): number {
  return counted.reduce((sum, { count }) => sum + count, 0);
}
