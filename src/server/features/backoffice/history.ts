import type { Database, Statement } from "../../database/database.ts";
import type { History, HistoryPoint, OperationMetrics, Range } from "./page-types.ts";
import { countsByOperation, type Endpoint, quantiles } from "./present.ts";
import type { MetricRow } from "./queries.ts";

const minuteSeconds = 60;
const hourSeconds = 60 * minuteSeconds;
const daySeconds = 24 * hourSeconds;

/** Steps in seconds. `mergeMetrics` sets the finest step that old metrics still have. */
const ranges: Readonly<Record<Range, { readonly step: number; readonly steps: number }>> = {
  day: { step: 5 * minuteSeconds, steps: 288 },
  week: { step: hourSeconds, steps: 7 * 24 },
  month: { step: 4 * hourSeconds, steps: 31 * 6 },
  year: { step: daySeconds, steps: 365 },
};

export function isRange(text: string): text is Range {
  return Object.hasOwn(ranges, text);
}

interface PointRow {
  readonly at: number;
  /** 4 for 400 to 499. */
  readonly class: number;
  readonly count: number;
}

/** $1: the start; $2: the step in seconds. Aggregated in SQL: a year has some hundred thousand rows. */
const pointStatements: Readonly<Record<Database["dialect"], Statement>> = {
  postgres: {
    name: "historyPointsPostgres",
    text: `SELECT CAST(EXTRACT(epoch FROM start) AS bigint) AS at, class, count FROM (
             SELECT date_bin(make_interval(secs => $2), minute, $1) AS start, status / 100 AS class,
                    CAST(SUM(count) AS bigint) AS count
             FROM request_figures WHERE minute >= $1 GROUP BY 1, 2) AS points
           ORDER BY 1`,
  },
  sqlite: {
    name: "historyPointsSqlite",
    text: `SELECT unixepoch(substr(minute, 1, 19)) / CAST($2 AS integer) * CAST($2 AS integer) AS at,
                  status / 100 AS class, SUM(count) AS count
           FROM request_figures WHERE minute >= $1 GROUP BY 1, 2 ORDER BY 1`,
  },
};

const totalsStatement: Statement = {
  name: "historyTotals",
  text: `SELECT NULL AS minute, operation, status, bucket, CAST(SUM(count) AS bigint) AS count
         FROM request_figures WHERE minute >= $1 GROUP BY operation, status, bucket`,
};

/** The requests of all nodes. The range begins at a multiple of the step and ends now. */
export async function readHistory(
  database: Database,
  range: Range,
  endpoints: readonly Endpoint[],
  now: Date,
): Promise<History> {
  const { step, steps } = ranges[range];
  const current = Math.floor(now.getTime() / 1000 / step) * step;
  const from = new Date((current - (steps - 1) * step) * 1000);
  // In sequence, to use only one connection.
  const points = await database.scan<PointRow>(pointStatements[database.dialect], [from, step]);
  const totals = await database.scan<MetricRow>(totalsStatement, [from]);
  const { byStatus, latencies, failed } = countsByOperation(totals);
  const byOperation = endpoints.flatMap(({ operationId, method, path }): readonly OperationMetrics[] => {
    const counts = latencies.get(operationId);
    if (!counts) return [];
    return [{ operationId, method, path, failed: failed.get(operationId) ?? 0, ...quantiles(counts) }];
  });
  const timeRange = { from: from.getTime() / 1000, to: Math.floor(now.getTime() / 1000) };
  return { ...timeRange, step, steps, points: presentPoints(points), byStatus, byOperation };
}

function presentPoints(rows: readonly PointRow[]): readonly HistoryPoint[] {
  const points = new Map<number, HistoryPoint>();
  for (const row of rows) {
    const { at, requests, refused, failed } = points.get(row.at) ?? { at: row.at, requests: 0, refused: 0, failed: 0 };
    points.set(row.at, {
      at,
      requests: requests + row.count,
      refused: refused + (row.class === 4 ? row.count : 0),
      failed: failed + (row.class === 5 ? row.count : 0),
    });
  }
  return [...points.values()];
}
