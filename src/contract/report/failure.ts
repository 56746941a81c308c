import type { RuleOutcome } from "../run.ts";
import type { ContractReport } from "../runner.ts";
import { curlLines } from "./curl.ts";

/** A rule that failed, as text. */
export interface RuleFailure {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  /** Empty for rules about no operation, such as unknown paths. */
  readonly operationId: string;
  /** The status of the answer that shows the violation. */
  readonly status: number | undefined;
  readonly message: string;
  /** Shell commands that repeat the request. */
  readonly curl: readonly string[];
  /** The last requests of the rule, oldest first, as `POST /post 201`. */
  readonly steps: readonly string[];
  /** The command that runs only this rule, with the same generated values. */
  readonly repeat: string;
  readonly seconds: number;
}

/** The parameters that repeat a run. */
export type RunParameters = Pick<ContractReport, "baseUrl" | "logins" | "adminToken" | "seed" | "effort">;

export function failuresOf(report: ContractReport): readonly RuleFailure[] {
  return report.outcomes.flatMap((outcome) => (outcome.result === "failed" ? [failureOf(outcome, report)] : []));
}

/** A failure as lines of text, without the rule's id and title. */
export function failureLines(outcome: RuleOutcome, run: RunParameters): string {
  const { source, operationId, message, curl, steps, repeat } = failureOf(outcome, run);
  return [
    `  source     ${source}`,
    ...(operationId === "" ? [] : [`  operation  ${operationId}`]),
    `  problem    ${message.replaceAll("\n", "\n    ")}`,
    ...(steps.length > 1 ? [`  after      ${steps.join(", ")}`] : []),
    ...(curl.length > 0 ? ["  reproduce with", ...curl.map((line) => `    ${line}`)] : []),
    "  run the rule again with",
    `    ${repeat}`,
  ].join("\n");
}

const maxSteps = 12;

function failureOf(
  { rule, violation, recentExchanges = [], seconds, reason }: RuleOutcome,
  run: RunParameters,
): RuleFailure {
  const { baseUrl, logins, adminToken, seed, effort } = run;
  const answer = violation?.answer;
  const { pathname } = new URL(baseUrl);
  const steps = recentExchanges.slice(-maxSteps).map(({ answer: { request, status } }) => {
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
