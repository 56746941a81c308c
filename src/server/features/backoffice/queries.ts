import { Op, QueryTypes } from "sequelize";
import type { Database, Statement } from "../../database/database.ts";
import { type MetricBucket, minuteMs } from "./metric-buckets.ts";
import { requestMetricModel } from "./model.ts";

/** Requests by minute (operation, status and bucket are null) and by operation, status and bucket (minute is null). */
export interface MetricRow {
  readonly minute: Date | string | null;
  readonly operation: string | null;
  readonly status: number | null;
  readonly bucket: number | null;
  readonly count: number;
}

/** The table of metric buckets is `request_figures`. One statement, so that both halves are of one snapshot. */
const metricsStatement: Statement = {
  name: "requestFigures",
  text: `SELECT minute, CAST(NULL AS varchar) AS operation, CAST(NULL AS smallint) AS status,
                CAST(NULL AS smallint) AS bucket, CAST(SUM(count) AS bigint) AS count
         FROM request_figures WHERE minute BETWEEN $1 AND $2 GROUP BY minute
         UNION ALL
         SELECT NULL, operation, status, bucket, CAST(SUM(count) AS bigint)
         FROM request_figures WHERE minute BETWEEN $1 AND $2 GROUP BY operation, status, bucket
         ORDER BY 1`,
};

/** The metrics of all nodes of the last 1,440 minutes, including the current one; minutes oldest first. */
export async function readMetrics(database: Database, now: Date): Promise<readonly MetricRow[]> {
  const current = now.getTime() - (now.getTime() % minuteMs);
  return database.scan<MetricRow>(metricsStatement, [new Date(current - 1439 * minuteMs), new Date(current)]);
}

const columns = "minute, node, operation, status, bucket, count";
// Counts only grow, so a larger one is newer: a delayed write cannot replace a later one.
const upsert = `ON CONFLICT (minute, node, operation, status, bucket)
  DO UPDATE SET count = excluded.count WHERE excluded.count > request_figures.count`;
const writeStatements: Readonly<Record<Database["dialect"], string>> = {
  postgres: `INSERT INTO request_figures (${columns}) SELECT ${columns} FROM jsonb_to_recordset(CAST($1 AS jsonb))
    AS figures (minute timestamptz, node varchar, operation varchar, status smallint, bucket smallint, count integer)
    ${upsert}`,
  // Without WHERE, SQLite parses ON CONFLICT as the ON of a join.
  sqlite: `INSERT INTO request_figures (${columns})
    SELECT value ->> 'minute', value ->> 'node', value ->> 'operation', value ->> 'status', value ->> 'bucket', value ->> 'count'
    FROM json_each($1) WHERE TRUE ${upsert}`,
};

/** Upserts metrics in one statement. Idempotent. */
export async function writeMetrics(database: Database, metrics: readonly MetricBucket[]): Promise<void> {
  const rows = metrics.map((metric) => ({ ...metric, minute: minuteColumn(metric.minute) }));
  await database.write(async (transaction) => {
    await database.sequelize.query(writeStatements[database.dialect], {
      bind: [JSON.stringify(rows)],
      transaction,
      type: QueryTypes.RAW,
    });
  });
}

/** Sequelize's format of timestamps on SQLite, where they are compared as text; Postgres parses it too. */
function minuteColumn(minute: Date): string {
  return minute.toISOString().replace("T", " ").replace("Z", " +00:00");
}

const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The node name of merged metrics. */
const allNodes = "";

/** In SQL: the start of the hour or day that a row is merged into, and the condition of the rows to merge. */
const merges = {
  hour: {
    postgres: { start: "date_trunc('hour', minute, 'UTC')", condition: `node <> '${allNodes}'` },
    sqlite: { start: "substr(minute, 1, 13) || ':00:00.000 +00:00'", condition: `node <> '${allNodes}'` },
  },
  day: {
    postgres: {
      start: "date_trunc('day', minute, 'UTC')",
      condition: `node = '${allNodes}' AND minute <> date_trunc('day', minute, 'UTC')`,
    },
    sqlite: {
      start: "substr(minute, 1, 10) || ' 00:00:00.000 +00:00'",
      condition: `node = '${allNodes}' AND substr(minute, 12, 2) <> '00'`,
    },
  },
} as const;

/**
 * Merges the metrics of all nodes within an hour into one row, or those of the hours within a day (UTC), if they are older than
 * `before`. Sums over an hour or a day stay the same. Several nodes can merge concurrently.
 */
export async function mergeMetrics(database: Database, unit: keyof typeof merges, before: Date): Promise<void> {
  const length = unit === "hour" ? hourMs : dayMs;
  const end = minuteColumn(new Date(before.getTime() - (before.getTime() % length)));
  const { start, condition } = merges[unit][database.dialect];
  const source = `request_figures WHERE minute < $1 AND ${condition}`;
  const insert = (from: string) => `INSERT INTO request_figures (${columns})
    SELECT ${start}, '${allNodes}', operation, status, bucket, SUM(count) FROM ${from} GROUP BY 1, 3, 4, 5
    ON CONFLICT (minute, node, operation, status, bucket) DO UPDATE SET count = request_figures.count + excluded.count`;
  // If two nodes delete the same rows on Postgres, one of them gets each row; SQLite serializes the transactions.
  const statements =
    database.dialect === "postgres"
      ? [`WITH taken AS (DELETE FROM ${source} RETURNING *) ${insert("taken")}`]
      : [insert(source), `DELETE FROM ${source}`];
  await database.write(async (transaction) => {
    for (const statement of statements) {
      await database.sequelize.query(statement, { bind: [end], transaction, type: QueryTypes.RAW });
    }
  });
}

export async function deleteMetricsBefore(database: Database, minute: Date): Promise<void> {
  await database.write(async (transaction) => {
    await requestMetricModel(database).destroy({ where: { minute: { [Op.lt]: minute } }, transaction });
  });
}
