import type { CoverageCell, CoverageShare } from "../coverage/measure.ts";
import type { RuleOutcome } from "../run.ts";
import type { ContractReport } from "../runner.ts";
import { failuresOf, type RuleFailure } from "./failure.ts";
import { suiteVersion } from "./version.ts";

/** The report as JSON; durations are in seconds. */
export interface JsonReport {
  readonly suite: { readonly name: "minifb-contract"; readonly version: string };
  readonly spec: { readonly title: string; readonly version: string };
  readonly server: string;
  readonly seed: number;
  readonly effort: string;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly passed: boolean;
  readonly requests: number;
  readonly passwordsHashed: number;
  readonly postponedRequests: number;
  readonly rules: readonly JsonRule[];
  readonly failures: readonly RuleFailure[];
  /** Every documented response and its coverage. */
  readonly answers: readonly CoverageCell[];
  readonly coverage: readonly CoverageShare[];
}

export interface JsonRule {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly operations: readonly string[];
  readonly result: RuleOutcome["result"];
  readonly seconds: number;
  readonly requests: number;
  /** If it was not run: why. */
  readonly reason?: string;
}

export function toJson(report: ContractReport): JsonReport {
  const { spec, baseUrl, seed, effort, startedAt, seconds, passed, requests, hashes, postponedRequests, coverage } =
    report;
  return {
    suite: { name: "minifb-contract", version: suiteVersion },
    spec: { title: spec.document.info.title, version: spec.version },
    server: baseUrl,
    seed,
    effort,
    startedAt: startedAt.toISOString(),
    seconds,
    passed,
    requests,
    passwordsHashed: hashes,
    postponedRequests: postponedRequests,
    rules: report.outcomes.map(toRule),
    failures: failuresOf(report),
    answers: coverage.cells,
    coverage: coverage.shares,
  };
}

function toRule({ rule, result, seconds, requests, reason }: RuleOutcome): JsonRule {
  const { id, title, source, operations } = rule;
  return { id, title, source, operations, result, seconds, requests, ...(reason === undefined ? {} : { reason }) };
}
