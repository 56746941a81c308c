import type { SeriesResult, SubjectResult } from "./measure/series.ts";
import type { Results } from "./results.ts";

export interface Goal {
  readonly title: string;
  /** As text: `>= 1.5`. */
  readonly target: string;
  /** As text; undefined if not measured. */
  readonly measured: string | undefined;
  readonly isMet: boolean | undefined;
}

type Find = (series: string, subject: string) => SubjectResult | undefined;

/** All goals with their measured values. */
export function evaluateGoals(results: Results): readonly Goal[] {
  const find: Find = (series, subject) =>
    results.series.find(({ key }) => key === series)?.subjects.find(({ name }) => name === subject);
  const against = (series: string, other: string) => ratio(find(series, "minifb"), find(series, other));

  const goals: Goal[] = [
    atLeast("list of posts, against (1)", 1.5, against("list", "node-http")),
    atLeast("list of posts, all callers on the first page, against (1)", 2, against("list-first", "node-http")),
    atLeast("list of posts, against (2)", 1.6, against("list", "fastify")),
    atLeast("one post, against (1)", 1, against("post", "node-http")),
    atLeast("one post, against (2)", 1.4, against("post", "fastify")),
    atLeast("timeline, against (1)", 1, against("timeline", "node-http")),
    atLeast("comments, against (1)", 1, against("comments", "node-http")),
    atLeast("notifications, against (1)", 1, against("notifications", "node-http")),
    atLeast("create a post, against (1)", 0.9, against("create-post", "node-http")),
    atLeast("comment, against (1)", 0.9, against("comment", "node-http")),
    atLeast("react, against (1)", 0.9, against("react", "node-http")),
    ...["list", "list-first", "post", "timeline", "comments", "notifications"].flatMap((series) => [
      atLeast(`${series}, against (3)`, 4, against(series, "openapi-backend")),
      atLeast(`${series}, against (4)`, 8, against(series, "sequelize")),
    ]),
    ...["create-post", "comment", "react"].flatMap((series) => [
      atLeast(`${series}, against (3)`, 4, against(series, "openapi-backend")),
    ]),
    atLeast("a deep page against page 1", 0.9, ratio(find("deep-page", "deep page"), find("deep-page", "first page"))),
    ...["list", "post"].map((name) =>
      atLeast(
        `ten times the operations, ${name}`,
        0.9,
        ratio(find("operations", `${name}, ten times as many`), find("operations", `${name}, as shipped`)),
      ),
    ),
    atLeast(
      "all posts against 10,000",
      0.9,
      ratio(find("table-size", "all posts"), find("table-size", "10,000 posts")),
    ),
    atLeast("reacting to one post against to 64", 0.5, ratio(find("viral", "one post"), find("viral", "64 posts"))),
    ...["logins", "logins-sqlite"].map((series) =>
      atLeast(
        `list while 16 clients log in, ${series === "logins" ? "Postgres" : "SQLite"}`,
        0.7,
        ratio(find(series, "with logins"), find(series, "without logins")),
      ),
    ),
    ...["list", "post"].map((name) =>
      atLeast(`Deno against Node, ${name}`, 0.8, ratio(find("deno", `${name}, Deno`), find("deno", `${name}, Node`))),
    ),
    errorGoal(results.series),
    {
      title: "counters after all writes equal a count of the rows",
      target: "all",
      measured: results.wrongCounters.length === 0 ? "all" : `${results.wrongCounters.length} are not`,
      isMet: results.wrongCounters.length === 0,
    },
    ...overloadGoals(find),
    ...memoryGoals(results),
  ];
  return goals;
}

function ratio(one: SubjectResult | undefined, other: SubjectResult | undefined): number | undefined {
  return one && other ? one.perSecond.median / other.perSecond.median : undefined;
}

function atLeast(title: string, wanted: number, measured: number | undefined): Goal {
  return {
    title,
    target: `>= ${wanted.toFixed(1)}`,
    measured: measured?.toFixed(2),
    isMet: measured === undefined ? undefined : measured >= wanted,
  };
}

function atMost(title: string, wanted: number, unit: string, measured: number | undefined): Goal {
  const isKnown = measured !== undefined && !Number.isNaN(measured);
  return {
    title,
    target: `<= ${wanted} ${unit}`,
    measured: isKnown ? `${measured < 10 ? measured.toFixed(1) : Math.round(measured)} ${unit}` : undefined,
    isMet: isKnown ? measured <= wanted : undefined,
  };
}

/** Errors of minifb. The open loop and the login series are left out: load shedding answers 503 there. */
function errorGoal(series: readonly SeriesResult[]): Goal {
  const errors = series
    .filter(({ key }) => key !== "open-loop" && key !== "login" && key !== "login-sqlite")
    .flatMap(({ key, subjects }) =>
      subjects
        .filter(({ title }) => title.startsWith("minifb"))
        .flatMap(({ statuses }) => Object.entries(statuses))
        .filter(([status]) => !status.startsWith("2"))
        .map(([status, count]) => `${key}: ${count} x ${status}`),
    );
  return {
    title: "no error and no deadlock in any measurement",
    target: "none",
    measured: series.length === 0 ? undefined : errors.length === 0 ? "none" : errors.join(", "),
    isMet: series.length === 0 ? undefined : errors.length === 0,
  };
}

function overloadGoals(find: Find): readonly Goal[] {
  const [normal, twice] = [find("open-loop", "80 %"), find("open-loop", "200 %")];
  const errors = Object.entries(twice?.statuses ?? {}).filter(([status]) => !/^2\d\d$|^503$/.test(status));
  return [
    {
      title: "at twice saturation: no error but 503 with Retry-After",
      target: "none",
      measured:
        twice && (errors.length === 0 ? "none" : errors.map(([status, count]) => `${count} x ${status}`).join(", ")),
      isMet: twice && errors.length === 0,
    },
    atMost(
      "at twice saturation: p99 of the accepted against p99 at 80 %",
      5,
      "times",
      twice && normal && twice.p99 / normal.p99,
    ),
    atMost("at twice saturation: memory", 300, "MB", twice?.residentMiB),
  ];
}

function memoryGoals({ idleMiB, series }: Results): readonly Goal[] {
  // The series with ten times the operations is left out: it has ten times the validators.
  const shipped = series.filter(({ key }) => key !== "operations").flatMap(({ subjects }) => subjects);
  const minifb = shipped.filter(({ title }) => title.startsWith("minifb") && !title.startsWith("minifb without "));
  const underLoad = minifb.length === 0 ? undefined : Math.max(...minifb.map(({ residentMiB }) => residentMiB));
  return [atMost("memory at rest", 120, "MB", idleMiB.minifb), atMost("memory under load", 300, "MB", underLoad)];
}
