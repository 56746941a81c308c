import type { SeriesResult, SubjectResult } from "./measure/series.ts";
import type { Results } from "./results.ts";

export interface Goal {
  readonly title: string;
  /** What is wanted, in words: `>= 1.5`. */
  readonly wanted: string;
  /** What came out, in words; undefined where it was not measured. */
  readonly measured: string | undefined;
  readonly isMet: boolean | undefined;
}

type Find = (series: string, subject: string) => SubjectResult | undefined;

/** Every goal with what was measured. */
export function judge(results: Results): readonly Goal[] {
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
    noErrors(results.series),
    {
      title: "counters after all writing are what counting gives",
      wanted: "all",
      measured: results.wrongCounters.length === 0 ? "all" : `${results.wrongCounters.length} are not`,
      isMet: results.wrongCounters.length === 0,
    },
    ...overload(find),
    ...memory(results),
  ];
  return goals;
}

function ratio(one: SubjectResult | undefined, other: SubjectResult | undefined): number | undefined {
  return one && other ? one.perSecond.median / other.perSecond.median : undefined;
}

function atLeast(title: string, wanted: number, measured: number | undefined): Goal {
  return {
    title,
    wanted: `>= ${wanted.toFixed(1)}`,
    measured: measured?.toFixed(2),
    isMet: measured === undefined ? undefined : measured >= wanted,
  };
}

function atMost(title: string, wanted: number, unit: string, measured: number | undefined): Goal {
  const isKnown = measured !== undefined && !Number.isNaN(measured);
  return {
    title,
    wanted: `<= ${wanted} ${unit}`,
    measured: isKnown ? `${measured < 10 ? measured.toFixed(1) : Math.round(measured)} ${unit}` : undefined,
    isMet: isKnown ? measured <= wanted : undefined,
  };
}

/** Of minifb, outside the open loop, in which a 503 is allowed, and beside logins, of which too many get one. */
function noErrors(series: readonly SeriesResult[]): Goal {
  const faults = series
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
    wanted: "none",
    measured: series.length === 0 ? undefined : faults.length === 0 ? "none" : faults.join(", "),
    isMet: series.length === 0 ? undefined : faults.length === 0,
  };
}

function overload(find: Find): readonly Goal[] {
  const [usual, twice] = [find("open-loop", "80 %"), find("open-loop", "200 %")];
  const faults = Object.entries(twice?.statuses ?? {}).filter(([status]) => !/^2\d\d$|^503$/.test(status));
  return [
    {
      title: "at twice saturation: no error but 503 with Retry-After",
      wanted: "none",
      measured:
        twice && (faults.length === 0 ? "none" : faults.map(([status, count]) => `${count} x ${status}`).join(", ")),
      isMet: twice && faults.length === 0,
    },
    atMost(
      "at twice saturation: p99 of the accepted against p99 at 80 %",
      5,
      "times",
      twice && usual && twice.p99 / usual.p99,
    ),
    atMost("at twice saturation: memory", 300, "MB", twice?.residentMiB),
  ];
}

function memory({ atRest, series }: Results): readonly Goal[] {
  // Ten times the operations take ten times the validators; no one has that many.
  const shipped = series.filter(({ key }) => key !== "operations").flatMap(({ subjects }) => subjects);
  const own = shipped.filter(({ title }) => title.startsWith("minifb") && !title.startsWith("minifb without "));
  const under = own.length === 0 ? undefined : Math.max(...own.map(({ residentMiB }) => residentMiB));
  return [atMost("memory at rest", 120, "MB", atRest.minifb), atMost("memory under load", 300, "MB", under)];
}
