import { curlLines } from "../curl.ts";
import type { Report } from "../hold-server.ts";
import type { Outcome } from "../run.ts";

/** A rule that failed, in words for people. */
export interface Failure {
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

export function failuresOf(report: Report): readonly Failure[] {
  return report.outcomes.flatMap((outcome) => (outcome.result === "failed" ? [failureOf(outcome, report)] : []));
}

const shownSteps = 12;

function failureOf({ rule, violation, latest = [], seconds }: Outcome, report: Report): Failure {
  const { baseUrl, logins, adminToken, seed, effort } = report;
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
    message: violation?.message ?? "",
    curl: answer ? curlLines(answer.request, { baseUrl, logins, adminToken }) : [],
    steps,
    repeat: [
      `npx minifb-contract ${baseUrl} --only '^${rule.id}$' --seed ${seed}`,
      ...(effort === "default" ? [] : [`--effort ${effort}`]),
    ].join(" "),
    seconds,
  };
}
