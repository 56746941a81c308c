import type { Goal } from "../goals.ts";
import type { SeriesResult, SubjectResult } from "../measure/series.ts";
import { contenderTitles } from "../programs.ts";
import type { Results } from "../results.ts";
import { barChart, latencyChart } from "./chart.ts";
import { escapeHtml } from "./escape.ts";
import { style } from "./style.ts";
import { number } from "./text.ts";

/** A self-contained page with the goals, charts and all values of one run. */
export function html(results: Results, goals: readonly Goal[]): string {
  const { machine, sizes, pace, startedAt, minutes, comparedAnswers, series, skipped } = results;
  const met = goals.filter(({ isMet }) => isMet === true).length;
  const known = goals.filter(({ isMet }) => isMet !== undefined).length;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>minifb: benchmark</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>minifb: benchmark</h1>
<p>${number(sizes.posts)} posts, ${number(sizes.users)} users, ${number(sizes.comments)} comments and ${number(sizes.reactions)} reactions,
skewed like real data. ${escapeHtml(machine.postgres)}, Node ${escapeHtml(machine.node)}, ${machine.cores} x ${escapeHtml(machine.processor)},
${machine.memoryGiB} GiB. Commit ${escapeHtml(machine.commit)}, ${escapeHtml(startedAt)}, ${minutes.toFixed(0)} minutes.</p>
<p>Each figure is the median of ${pace.rounds} rounds of ${pace.seconds} s, interleaved; the line on a bar spans minimum and
maximum. Before the measurements, ${number(comparedAnswers)} responses of all contenders were compared and were equal. minifb
runs with its default settings: with authentication, revocation, validation, request ids, metrics and a log at level info (to
/dev/null); the contenders have no log, no metrics and no revocation.</p>
<ul>${Object.entries(contenderTitles)
    .map(([name, title], index) => `<li>(${index + 1}) <b>${name}</b>: ${escapeHtml(title)}</li>`)
    .join("")}</ul>
<h2>Goals: ${met} of ${known} met</h2>
${goalsTable(goals)}
${skipped.map((text) => `<p>Not measured: ${escapeHtml(text)}.</p>`).join("")}
${series.map(section).join("\n")}
${pgbenchSection(results)}
${memorySection(results)}
</main>
</body>
</html>
`;
}

function goalsTable(goals: readonly Goal[]): string {
  const rows = goals.map(({ title, target, measured = "not measured", isMet }) => {
    const verdict =
      isMet === undefined ? "" : isMet ? '<span class="met">met</span>' : '<span class="missed">not met</span>';
    return `<tr><td>${escapeHtml(title)}</td><td>${escapeHtml(target)}</td><td>${escapeHtml(measured)}</td><td>${verdict}</td></tr>`;
  });
  return tableOf(["goal", "wanted", "measured", ""], rows);
}

function section({ key, title, layout, subjects }: SeriesResult): string {
  const rows = subjects.map((subject) => `<tr><td>${escapeHtml(subject.name)}</td>${valueCells(subject)}</tr>`);
  return `<section id="${escapeHtml(key)}"><h2>${escapeHtml(title)}</h2>
${barChart(subjects)}
${latencyChart(subjects)}
${tableOf(
  [
    "",
    "requests/s",
    "p50 ms",
    "p90 ms",
    "p99 ms",
    "server &micro;s",
    "database &micro;s",
    "memory MB",
    "load %",
    "other responses",
  ],
  rows,
)}
<p class="note">${escapeHtml(subjects[0]?.rate === undefined && subjects[1]?.rate === undefined ? `${connectionsOf(subjects)} connections; ` : "")}${escapeHtml(layout)}. Server and database: CPU time per request.</p></section>`;
}

function connectionsOf(subjects: readonly SubjectResult[]): string {
  return [...new Set(subjects.map(({ connections }) => connections))].join(" and ");
}

function valueCells(subject: SubjectResult): string {
  const { perSecond, p50, p90, p99, serverMicroseconds, databaseMicroseconds, residentMiB, loadShare, statuses } =
    subject;
  const others = Object.entries(statuses)
    .filter(([status]) => !status.startsWith("2"))
    .map(([status, count]) => `${count} x ${status}`);
  if (subject.unanswered > 0) others.push(`${number(subject.unanswered)} unanswered`);
  return [
    number(perSecond.median),
    number(p50, 2),
    number(p90, 2),
    number(p99, 2),
    number(serverMicroseconds),
    number(databaseMicroseconds),
    number(residentMiB),
    number(100 * loadShare),
    escapeHtml(others.join(", ")),
  ]
    .map((cell) => `<td>${cell}</td>`)
    .join("");
}

function pgbenchSection({ pgbench }: Results): string {
  if (pgbench.length === 0) return "";
  const rows = pgbench.map(
    ({ name, perSecond }) =>
      `<tr><td>${escapeHtml(name)}</td><td>${number(perSecond.median)}</td><td>${number(perSecond.min)}</td><td>${number(perSecond.max)}</td></tr>`,
  );
  return `<section id="pgbench"><h2>The database alone</h2>
<p>pgbench with the contenders' SQL, prepared, on 10 connections.</p>${tableOf(["", "per second", "min", "max"], rows)}</section>`;
}

function memorySection({ idleMiB, series }: Results): string {
  const rows = Object.entries(idleMiB).map(([name, idle]) => {
    const loaded = series
      .flatMap(({ subjects }) => subjects)
      .filter(({ title, name: subject }) => title === name || subject === name)
      .map(({ residentMiB }) => residentMiB);
    const peak = loaded.length === 0 ? "" : number(Math.max(...loaded));
    return `<tr><td>${escapeHtml(name)}</td><td>${number(idle)}</td><td>${peak}</td></tr>`;
  });
  return `<section id="memory"><h2>Memory</h2>${tableOf(["", "idle, MB", "peak under load, MB"], rows)}</section>`;
}

function tableOf(head: readonly string[], rows: readonly string[]): string {
  return `<div class="scroll"><table><thead><tr>${head.map((name) => `<th>${name}</th>`).join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`;
}
