import type { Outcome } from "../run.ts";
import type { Report } from "../runner.ts";
import { curlLines } from "./curl.ts";

/** A rule that failed, in words for people. */
export interface RuleFailure {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  /** Empty where no operation is concerned, as with unknown paths. */
  readonly operationId: string;
  /** Of the answer that shows it, where there is one. */
  readonly status: number | undefined;
  readonly message: string;
  /** Shell lines that repeat the request. */
  readonly curl: readonly string[];
  /** `POST /post 201`: what came before, oldest first. */
  readonly steps: readonly string[];
  /** The command that runs this rule alone, with the same values. */
  readonly repeat: string;
  readonly seconds: number;
}

/** What it takes to repeat a run. */
export type RunFacts = Pick<Report, "baseUrl" | "logins" | "adminToken" | "seed" | "effort">;

export function failuresOf(report: Report): readonly RuleFailure[] {
  return report.outcomes.flatMap((outcome) => (outcome.result === "failed" ? [failureOf(outcome, report)] : []));
}

/** The same as lines of a text, without the rule's name. */
export function failureLines(outcome: Outcome, facts: RunFacts): string {
  const { source, operationId, message, curl, steps, repeat } = failureOf(outcome, facts);
  return [
    `  said in    ${source}`,
    ...(operationId === "" ? [] : [`  operation  ${operationId}`]),
    `  found      ${message.replaceAll("\n", "\n    ")}`,
    ...(steps.length > 1 ? [`  after      ${steps.join(", ")}`] : []),
    ...(curl.length > 0 ? ["  look with", ...curl.map((line) => `    ${line}`)] : []),
    "  repeat with",
    `    ${repeat}`,
  ].join("\n");
}

const shownSteps = 12;

function failureOf({ rule, violation, latest = [], seconds, reason }: Outcome, facts: RunFacts): RuleFailure {
  const { baseUrl, logins, adminToken, seed, effort } = facts;
  const answer = violation?.answer;
  const { pathname } = new URL(baseUrl);
  const steps = latest.slice(-shownSteps).map(({ answer: { request, status } }) => {
    const address = request.url.slice(new URL(baseUrl).origin.length + (pathname === "/" ? 0 : pathname.length));
    return `${request.method} ${address} ${status}`;
  });
  return {
    id: rule.id,
    title: rule.title,
    source: rule.source,
    operationId: violation?.operationId ?? "",
    status: answer?.status,
    message: violation?.message ?? reason ?? "",
    curl: answer ? curlLines(answer.request, { baseUrl, logins, adminToken }) : [],
    steps,
    repeat: [
      `npx minifb-contract ${baseUrl} --only '^${rule.id}$' --seed ${seed}`,
      ...(effort === "default" ? [] : [`--effort ${effort}`]),
    ].join(" "),
    seconds,
  };
}
