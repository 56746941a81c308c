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

/** One statement, so that both halves add up to the same even while other nodes write. */
const FIGURES: Statement = {
  name: "requestFigures",
  text: `SELECT minute, CAST(NULL AS varchar) AS operation, CAST(NULL AS smallint) AS status,
                CAST(NULL AS smallint) AS bucket, CAST(SUM(count) AS bigint) AS count
         FROM request_figures WHERE minute BETWEEN $1 AND $2 GROUP BY minute
         UNION ALL
         SELECT NULL, operation, status, bucket, CAST(SUM(count) AS bigint)
         FROM request_figures WHERE minute BETWEEN $1 AND $2 GROUP BY operation, status, bucket
         ORDER BY 1`,
};

/** All nodes' figures of the last 1,440 minutes, the one under way included; minutes oldest first. */
export async function readMetrics(database: Database, now: Date): Promise<readonly MetricRow[]> {
  const current = now.getTime() - (now.getTime() % minuteMs);
  return database.scan<MetricRow>(FIGURES, [new Date(current - 1439 * minuteMs), new Date(current)]);
}

const COLUMNS = "minute, node, operation, status, bucket, count";
// Counts only grow, so the larger one is the newer: a write that a broken connection held up cannot undo a later one.
const UPSERT = `ON CONFLICT (minute, node, operation, status, bucket)
  DO UPDATE SET count = excluded.count WHERE excluded.count > request_figures.count`;
const WRITE: Readonly<Record<Database["dialect"], string>> = {
  postgres: `INSERT INTO request_figures (${COLUMNS}) SELECT ${COLUMNS} FROM jsonb_to_recordset(CAST($1 AS jsonb))
    AS figures (minute timestamptz, node varchar, operation varchar, status smallint, bucket smallint, count integer)
    ${UPSERT}`,
  // Without WHERE, SQLite takes ON CONFLICT for the ON of a join.
  sqlite: `INSERT INTO request_figures (${COLUMNS})
    SELECT value ->> 'minute', value ->> 'node', value ->> 'operation', value ->> 'status', value ->> 'bucket', value ->> 'count'
    FROM json_each($1) WHERE TRUE ${UPSERT}`,
};

/** Writes figures in one statement, over those written before; writing one twice changes nothing. */
export async function writeMetrics(database: Database, figures: readonly MetricBucket[]): Promise<void> {
  const rows = figures.map((figure) => ({ ...figure, minute: minuteColumn(figure.minute) }));
  await database.write(async (transaction) => {
    await database.sequelize.query(WRITE[database.dialect], {
      bind: [JSON.stringify(rows)],
      transaction,
      type: QueryTypes.RAW,
    });
  });
}

/** As Sequelize writes timestamps on SQLite, where they are compared as text; Postgres reads this form as well. */
function minuteColumn(minute: Date): string {
  return minute.toISOString().replace("T", " ").replace("Z", " +00:00");
}

const HOUR = 60 * minuteMs;
const DAY = 24 * HOUR;

/** The node of figures that were merged. */
const ALL_NODES = "";

/** What is merged into one hour or one day: from when on it begins, in SQL, and which figures it takes. */
const MERGES = {
  hour: {
    postgres: { start: "date_trunc('hour', minute, 'UTC')", takes: `node <> '${ALL_NODES}'` },
    sqlite: { start: "substr(minute, 1, 13) || ':00:00.000 +00:00'", takes: `node <> '${ALL_NODES}'` },
  },
  day: {
    postgres: {
      start: "date_trunc('day', minute, 'UTC')",
      takes: `node = '${ALL_NODES}' AND minute <> date_trunc('day', minute, 'UTC')`,
    },
    sqlite: {
      start: "substr(minute, 1, 10) || ' 00:00:00.000 +00:00'",
      takes: `node = '${ALL_NODES}' AND substr(minute, 12, 2) <> '00'`,
    },
  },
} as const;

/**
 * Makes one figure of those of all nodes within an hour, or of the hours within a day (UTC), where they are older than a
 * moment. No sum over an hour or a day changes by it. Nodes may do it at the same time.
 */
export async function mergeMetrics(database: Database, unit: keyof typeof MERGES, before: Date): Promise<void> {
  const length = unit === "hour" ? HOUR : DAY;
  const end = minuteColumn(new Date(before.getTime() - (before.getTime() % length)));
  const { start, takes } = MERGES[unit][database.dialect];
  const taken = `request_figures WHERE minute < $1 AND ${takes}`;
  const insert = (from: string) => `INSERT INTO request_figures (${COLUMNS})
    SELECT ${start}, '${ALL_NODES}', operation, status, bucket, SUM(count) FROM ${from} GROUP BY 1, 3, 4, 5
    ON CONFLICT (minute, node, operation, status, bucket) DO UPDATE SET count = request_figures.count + excluded.count`;
  // Of two nodes that delete the same rows on Postgres, one gets them; on SQLite, transactions take turns.
  const statements =
    database.dialect === "postgres"
      ? [`WITH taken AS (DELETE FROM ${taken} RETURNING *) ${insert("taken")}`]
      : [insert(taken), `DELETE FROM ${taken}`];
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
