import { type BackofficeHandlers, implementBackoffice, routes } from "../../../../generated/operations.ts";
import { postsCounterName, readCounters, sumOf } from "../../database/counters/sharded-counters.ts";
import type { Database } from "../../database/database.ts";
import { badRequest } from "../../http/response/refusals.ts";
import { presentServerStats } from "./present.ts";
import { readMetrics } from "./queries.ts";
import type { RequestMetrics } from "./request-metrics.ts";
import { isTimeZone, quarterHoursOfToday } from "./today.ts";
import { readViolations } from "./violation-queries.ts";
import type { Violations } from "./violations.ts";

export interface BackofficeDeps {
  readonly database: Database;
  readonly metrics: Pick<RequestMetrics, "flush">;
  readonly violations: Pick<Violations, "flush">;
  readonly now: () => Date;
}

export function backofficeHandlers({ database, metrics, violations, now }: BackofficeDeps): BackofficeHandlers {
  return implementBackoffice({
    async getServerStats() {
      await Promise.all([metrics.flush(), violations.flush()]);
      const time = now();
      const [metricRows, violationCounts] = await Promise.all([
        readMetrics(database, time),
        readViolations(database, time),
      ]);
      return { status: 200, body: presentServerStats(metricRows, violationCounts, routes, time) };
    },

    async getServiceStats({ query: { timeZone = "UTC" } }) {
      if (!isTimeZone(timeZone)) {
        return badRequest(`timeZone must be the IANA name of a time zone, for example Asia/Seoul, not '${timeZone}'`);
      }
      const today = quarterHoursOfToday(now(), timeZone).map(postsCounterName);
      const totals = await readCounters(database, ["posts", "users", ...today]);
      return {
        status: 200,
        body: {
          totalPosts: sumOf(totals, ["posts"]),
          totalUsers: sumOf(totals, ["users"]),
          postsToday: sumOf(totals, today),
          timeZone,
        },
      };
    },
  });
}
