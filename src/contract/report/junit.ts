import type { RuleOutcome } from "../run.ts";
import type { ContractReport } from "../runner.ts";
import { escapeText } from "./escape.ts";
import { failureLines } from "./failure.ts";
import { suiteVersion } from "./version.ts";

/** The report as JUnit XML: a test suite for each group of rules, and one for the coverage. */
export function junitXml(report: ContractReport): string {
  const { outcomes, seconds, startedAt, baseUrl, seed, spec } = report;
  const groups = [...new Set(outcomes.map(groupOf))];
  const suites = groups.map((group) =>
    suiteXml(
      group,
      outcomes.filter((outcome) => groupOf(outcome) === group).map((outcome) => caseOf(outcome, report)),
      startedAt,
    ),
  );
  if (report.isFullRun) suites.push(suiteXml("coverage", [coverageCase(report)], startedAt));
  const properties = { server: baseUrl, seed, spec: spec.version, suite: suiteVersion };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: "minifb-contract", time: seconds.toFixed(3), ...properties })}>`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

interface Case {
  readonly name: string;
  readonly className: string;
  readonly seconds: number;
  readonly failure?: { readonly message: string; readonly text: string };
  readonly skipped?: string;
}

function groupOf({ rule }: RuleOutcome): string {
  return rule.id.split("/")[0] ?? "";
}

function caseOf(outcome: RuleOutcome, report: ContractReport): Case {
  const { rule, seconds, result, violation, reason = "" } = outcome;
  const shared = { name: rule.title, className: rule.id, seconds };
  if (result === "not run") return { ...shared, skipped: reason };
  if (result === "passed") return shared;
  const message = violation?.message.split("\n")[0] ?? "";
  return { ...shared, failure: { message, text: failureLines(outcome, report) } };
}

function coverageCase({ coverage }: ContractReport): Case {
  const { missing } = coverage;
  const name = "every response that a client can provoke was provoked";
  const shared = { name, className: "coverage/statuses", seconds: 0 };
  if (missing.length === 0) return shared;
  return {
    ...shared,
    failure: { message: `${missing.length} documented responses were not provoked`, text: missing.join("\n") },
  };
}

function suiteXml(name: string, cases: readonly Case[], startedAt: Date): string {
  const count = (predicate: (testCase: Case) => boolean) => cases.filter(predicate).length;
  const counts = {
    tests: cases.length,
    failures: count(({ failure }) => failure !== undefined),
    errors: 0,
    skipped: count(({ skipped }) => skipped !== undefined),
    time: cases.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3),
    timestamp: startedAt.toISOString(),
  };
  return [`  <testsuite ${attributes({ name, ...counts })}>`, ...cases.map(caseXml), "  </testsuite>"].join("\n");
}

function caseXml({ name, className, seconds, failure, skipped }: Case): string {
  const start = `    <testcase ${attributes({ name, classname: className, time: seconds.toFixed(3) })}`;
  if (skipped !== undefined) return `${start}><skipped ${attributes({ message: skipped })}/></testcase>`;
  if (!failure) return `${start}/>`;
  return `${start}><failure ${attributes({ message: failure.message })}>${escapeText(failure.text)}</failure></testcase>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeText(String(value)).replaceAll("\n", "&#10;")}"`)
    .join(" ");
}
