import type { components } from "../../generated/schema.ts";
import { timestamp } from "../database/timestamp.ts";
import { quantile } from "./latency.ts";
import { MINUTE } from "./minutes.ts";
import type { FigureRow } from "./queries.ts";
import type { ViolationCount } from "./violation-queries.ts";

type ServerStats = components["schemas"]["ServerStats"];

/** An operation as the back office shows it beside its figures. */
export interface Endpoint {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
}

/** @param endpoints in the order in which they shall appear; operations that are none of them are left out */
export function presentServerStats(
  rows: readonly FigureRow[],
  violations: readonly ViolationCount[],
  endpoints: readonly Endpoint[],
  now: Date,
): ServerStats {
  const byMinute: ServerStats["byMinute"] = [];
  const byStatus: Record<string, number> = {};
  const latencies = new Map<string, Map<number, number>>();
  for (const { minute, operation, status, bucket, count } of rows) {
    if (minute !== null) byMinute.push({ minute: timestamp(minute), count });
    if (operation === null || bucket === null) continue;
    byStatus[String(status)] = (byStatus[String(status)] ?? 0) + count;
    const counts = latencies.get(operation) ?? new Map<number, number>();
    latencies.set(operation, counts.set(bucket, (counts.get(bucket) ?? 0) + count));
  }
  return {
    rps: requestsPerSecond(byMinute, now),
    requestsLast24h: total(byMinute),
    byMinute,
    byStatus,
    byEndpoint: endpoints.flatMap(({ operationId, method, path }) => {
      const counts = latencies.get(operationId);
      if (!counts) return [];
      const count = [...counts.values()].reduce((sum, each) => sum + each, 0);
      const [p50, p90, p99] = [quantile(counts, 0.5), quantile(counts, 0.9), quantile(counts, 0.99)];
      return [{ operationId, method, path, count, p50, p90, p99 }];
    }),
    contractViolations: violations.map(({ operation, rule, count }) => ({ operationId: operation, rule, count })),
  };
}

/**
 * The mean of the last 60 seconds, to two decimals: this minute's requests and that share of the previous minute's that
 * would still fall into the 60 seconds had they come evenly.
 */
function requestsPerSecond(byMinute: ServerStats["byMinute"], now: Date): number {
  const elapsed = now.getTime() % MINUTE;
  const start = now.getTime() - elapsed;
  const requests = (time: number) => total(byMinute.filter(({ minute }) => minute === new Date(time).toISOString()));
  return Math.round((requests(start) + requests(start - MINUTE) * (1 - elapsed / MINUTE)) / 0.6) / 100;
}

function total(counted: readonly { readonly count: number }[]): number {
  return counted.reduce((sum, { count }) => sum + count, 0);
}
