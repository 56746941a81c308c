import { styleText } from "node:util";
import { matrixText } from "../coverage/matrix.ts";
import type { RuleOutcome } from "../run.ts";
import type { ContractReport } from "../runner.ts";
import { failureLines } from "./failure.ts";
import { suiteVersion } from "./version.ts";

type Style = Parameters<typeof styleText>[0];
/** Colours a text, or returns it unchanged for output without colours. */
export type Paint = (style: Style, text: string) => string;

export function painter(isColoured: boolean): Paint {
  return (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text);
}

const signs = { passed: "ok", failed: "FAILED", "not run": "--" } as const;
const styles = { passed: "green", failed: "red", "not run": "yellow" } as const;

/** One line of progress. */
export function outcomeLine({ rule, result, seconds, reason }: RuleOutcome, paint: Paint): string {
  const note = reason === undefined ? `${seconds.toFixed(1)} s` : reason;
  return `${paint(styles[result], signs[result].padEnd(6))} ${rule.id}  ${rule.title}  ${paint("dim", note)}`;
}

/** The failures, the coverage and the totals of a run. */
export function terminalText(report: ContractReport, paint: Paint): string {
  const failed = report.outcomes.filter(({ result }) => result === "failed");
  return [
    ...failed.map(
      (outcome) =>
        `${paint("red", "FAILED")} ${paint("bold", outcome.rule.id)}  ${outcome.rule.title}\n${failureLines(outcome, report)}`,
    ),
    ...(report.isFullRun ? [coverageText(report, paint)] : []),
    totalsText(report, paint),
  ].join("\n\n");
}

function coverageText({ spec, coverage }: ContractReport, paint: Paint): string {
  const { cells, missing, shares } = coverage;
  const excluded = new Map<string, number>();
  for (const { state, reason = "" } of cells) {
    if (state === "excluded") excluded.set(reason, (excluded.get(reason) ?? 0) + 1);
  }
  return [
    matrixText(spec, cells),
    "",
    "+ provoked   ! not provoked   - excluded   . not documented",
    ...[...excluded].map(([reason, count]) => `- ${count} responses excluded: ${reason}`),
    "",
    ...shares.map(
      ({ kind, total, reached }) => `${kind.padEnd(10)}  ${reached} of ${total}  ${percent(reached, total)}`,
    ),
    ...(missing.length > 0 ? [paint("red", `Not provoked: ${missing.join(", ")}`)] : []),
  ].join("\n");
}

export function percent(part: number, whole: number): string {
  if (whole === 0) return "";
  const share = (100 * part) / whole;
  // Rounding must not produce 100 %.
  return `${part === whole ? "100" : Math.min(share, 99.9).toFixed(1)} %`;
}

function totalsText(report: ContractReport, paint: Paint): string {
  const { outcomes, seconds, requests, hashes, postponedRequests, seed, effort, spec, passed } = report;
  const count = (result: RuleOutcome["result"]) => outcomes.filter((outcome) => outcome.result === result).length;
  const waited = postponedRequests > 0 ? `, ${postponedRequests} postponed by rate limits` : "";
  return [
    `minifb-contract ${suiteVersion}, ${spec.document.info.title} ${spec.version}, seed ${seed}, effort ${effort}`,
    `${requests} requests, ${hashes} of them with a password hash${waited}, in ${seconds.toFixed(1)} s`,
    paint(
      passed ? "green" : "red",
      `${count("passed")} rules passed, ${count("failed")} failed, ${count("not run")} not run`,
    ),
  ].join("\n");
}
