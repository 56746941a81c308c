import { documentedStatuses } from "../coverage/matrix.ts";
import type { CoverageCell } from "../coverage/measure.ts";
import type { RuleOutcome } from "../run.ts";
import type { ContractReport } from "../runner.ts";
import { escapeText as text } from "./escape.ts";
import { failuresOf, type RuleFailure } from "./failure.ts";
import { reportStyle } from "./html-style.ts";
import { percent } from "./terminal.ts";
import { suiteVersion } from "./version.ts";

/** The report as one self-contained page, for CI artifacts, mail and phones. */
export function htmlPage(report: ContractReport): string {
  const failures = failuresOf(report);
  const { spec, baseUrl, passed } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${passed ? "Passed" : "Failed"}: ${text(baseUrl)} and the contract of ${text(spec.document.info.title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
${headHtml(report)}
${failures.length > 0 ? `<h2 id="failures">Failures</h2>\n${failures.map(failureHtml).join("\n")}` : ""}
<h2>Documented responses</h2>
${matrixHtml(report, failures)}
<h2>Coverage of the document</h2>
${coverageHtml(report)}
<h2>Rules</h2>
${rulesHtml(report)}
</main>
</body>
</html>
`;
}

function headHtml(report: ContractReport): string {
  const { spec, baseUrl, passed, outcomes, seed, effort, seconds, requests, hashes, postponedRequests, startedAt } =
    report;
  const count = (result: RuleOutcome["result"]) => outcomes.filter((outcome) => outcome.result === result).length;
  const { missing } = report.coverage;
  const verdict = passed
    ? "The server keeps the contract"
    : count("failed") > 0
      ? "The server does not keep the contract"
      : "No rule failed, but the coverage is incomplete";
  const facts: readonly [string, string][] = [
    ["Rules", `${count("passed")} passed, ${count("failed")} failed, ${count("not run")} not run`],
    ["Responses not provoked", report.isFullRun ? String(missing.length) : "not checked"],
    [
      "Requests",
      `${requests}${postponedRequests > 0 ? `, ${postponedRequests} of them postponed by rate limits` : ""}`,
    ],
    ["Password hashes", String(hashes)],
    ["Time", `${seconds.toFixed(1)} s`],
    ["Started", startedAt.toISOString().replace(/\.\d+Z$/, "Z")],
    ["Seed", `${seed}`],
    ["Effort", effort],
    ["Document", `${spec.document.info.title} ${spec.version}`],
    ["Suite", `minifb-contract ${suiteVersion}`],
  ];
  return `<p class="verdict ${passed ? "good" : "bad"}">${verdict}</p>
<h1>${text(baseUrl)}</h1>
<p class="soft">tested against the contract of ${text(spec.document.info.title)}</p>
<dl class="facts">${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${text(value)}</dd></div>`).join("")}</dl>`;
}

function failureHtml({ id, title, source, operationId, message, curl, steps, repeat }: RuleFailure): string {
  return `<section class="failure" id="${text(id)}">
<h3>${text(title)}</h3>
<p class="soft"><code>${text(id)}</code>${operationId === "" ? "" : `, operation <code>${text(operationId)}</code>`}, source: ${text(source)}</p>
<pre class="found">${text(message)}</pre>
${steps.length > 1 ? `<p class="soft">After ${steps.map((step) => `<code>${text(step)}</code>`).join(", ")}</p>` : ""}
${curl.length > 0 ? `<p>Reproduce with</p><pre>${text(curl.join("\n"))}</pre>` : ""}
<p>Run the rule again with</p><pre>${text(repeat)}</pre>
</section>`;
}

type State = CoverageCell["state"] | "failed";
const signs: Readonly<Record<State, string>> = { provoked: "✓", failed: "✗", missing: "?", excluded: "–" };
const meanings: Readonly<Record<State, string>> = {
  provoked: "provoked, as documented",
  failed: "a rule failed",
  missing: "not provoked",
  excluded: "excluded",
};

function matrixHtml({ spec, coverage }: ContractReport, failures: readonly RuleFailure[]): string {
  const statuses = documentedStatuses(spec);
  const failed = new Set(failures.map(({ operationId, status }) => `${operationId} ${status}`));
  const byName = new Map(coverage.cells.map((cell) => [`${cell.operationId} ${cell.status}`, cell]));
  const cellHtml = (name: string) => {
    const cell = byName.get(name);
    if (!cell && !failed.has(name)) return "<td></td>";
    const state: State = failed.has(name) ? "failed" : (cell?.state ?? "failed");
    const tip = `${name}: ${cell?.reason ?? meanings[state]}`;
    return `<td><span class="mark ${state}" title="${text(tip)}">${signs[state]}</span></td>`;
  };
  // A failure may have a status that the spec does not document.
  const extra = failures.flatMap(({ status }) => (status === undefined || statuses.includes(status) ? [] : [status]));
  const columns = [...new Set([...statuses, ...extra])].toSorted((a, b) => a - b);
  const rows = spec.operations.map(
    ({ id, method, path }) =>
      `<tr><th scope="row" title="${text(`${method} ${path}`)}">${text(id)}</th>${columns.map((status) => cellHtml(`${id} ${status}`)).join("")}</tr>`,
  );
  const states: readonly State[] = ["provoked", "failed", "missing", "excluded"];
  return `<ul class="legend">${states.map((state) => `<li><span class="mark ${state}">${signs[state]}</span>${meanings[state]}</li>`).join("")}</ul>
<div class="scroll" tabindex="0" role="region" aria-label="Operations by statuses"><table class="matrix">
<thead><tr><th scope="row">operation</th>${columns.map((status) => `<th scope="col">${status}</th>`).join("")}</tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div>
${exclusionsHtml(coverage.cells)}`;
}

function exclusionsHtml(cells: readonly CoverageCell[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of cells) if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  if (counts.size === 0) return "";
  const items = [...counts].map(([reason, count]) => `<li>${count} responses: ${text(reason)}</li>`);
  return `<p class="soft">Excluded responses:</p><ul class="soft">${items.join("")}</ul>`;
}

function coverageHtml({ coverage }: ContractReport): string {
  const bars = coverage.shares.map(({ kind, total, reached, missing }) => {
    const width = total === 0 ? 0 : (100 * reached) / total;
    const bar = `<div class="bar"><span>${kind}</span><span class="track"><span class="fill" style="display:block;width:${width.toFixed(1)}%"></span></span><span class="number">${reached} of ${total}, ${percent(reached, total)}</span></div>`;
    if (missing.length === 0) return bar;
    const items = missing.map((name) => `<li><span></span><code>${text(name)}</code></li>`).join("");
    return `${bar}<details><summary class="soft">${missing.length} not reached</summary><ul>${items}</ul></details>`;
  });
  return `<div class="bars">${bars.join("\n")}</div>`;
}

const outcomeSigns = { passed: ["passed", "✓"], failed: ["failed-sign", "✗"], "not run": ["not-run", "–"] } as const;

function rulesHtml({ outcomes }: ContractReport): string {
  const groups = [...new Set(outcomes.map(({ rule }) => rule.id.split("/")[0] ?? ""))];
  return groups
    .map((group) => {
      const rulesOfGroup = outcomes.filter(({ rule }) => rule.id.startsWith(`${group}/`));
      const failed = rulesOfGroup.filter(({ result }) => result === "failed").length;
      const time = rulesOfGroup.reduce((sum, { seconds }) => sum + seconds, 0);
      const note = `${rulesOfGroup.length} rules, ${time.toFixed(1)} s${failed > 0 ? `, <span class="failed-sign">${failed} failed</span>` : ""}`;
      return `<details${failed > 0 ? " open" : ""}><summary>${text(group)} <span class="soft">${note}</span></summary><ul>${rulesOfGroup.map(ruleHtml).join("\n")}</ul></details>`;
    })
    .join("\n");
}

function ruleHtml({ rule, result, seconds, reason }: RuleOutcome): string {
  const [className, sign] = outcomeSigns[result];
  const title = result === "failed" ? `<a href="#${text(rule.id)}">${text(rule.title)}</a>` : text(rule.title);
  const note = reason === undefined ? "" : `, not run: ${text(reason)}`;
  return `<li><span class="${className}" title="${result}">${sign}</span><span>${title}<span class="source"><code>${text(rule.id)}</code> ${text(rule.source)}${note}</span></span><span class="time">${seconds.toFixed(1)} s</span></li>`;
}
