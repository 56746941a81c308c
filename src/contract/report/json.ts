import type { Cell, Share } from "../coverage/measure.ts";
import type { Outcome } from "../run.ts";
import type { Report } from "../runner.ts";
import { failuresOf, type RuleFailure } from "./failure.ts";
import { suiteVersion } from "./version.ts";

/** A report for programs; times are in seconds. */
export interface JsonReport {
  readonly suite: { readonly name: "minifb-contract"; readonly version: string };
  readonly spec: { readonly title: string; readonly version: string };
  readonly server: string;
  readonly seed: number;
  readonly effort: string;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly isGreen: boolean;
  readonly requests: number;
  readonly passwordsHashed: number;
  readonly putOff: number;
  readonly rules: readonly JsonRule[];
  readonly failures: readonly RuleFailure[];
  /** Every documented answer. */
  readonly answers: readonly Cell[];
  readonly reached: readonly Share[];
}

export interface JsonRule {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly operations: readonly string[];
  readonly result: Outcome["result"];
  readonly seconds: number;
  readonly requests: number;
  /** Why it was not run. */
  readonly reason?: string;
}

export function toJson(report: Report): JsonReport {
  const { spec, baseUrl, seed, effort, startedAt, seconds, isGreen, requests, hashes, waits, coverage } = report;
  return {
    suite: { name: "minifb-contract", version: suiteVersion },
    spec: { title: spec.document.info.title, version: spec.version },
    server: baseUrl,
    seed,
    effort,
    startedAt: startedAt.toISOString(),
    seconds,
    isGreen,
    requests,
    passwordsHashed: hashes,
    putOff: waits,
    rules: report.outcomes.map(toRule),
    failures: failuresOf(report),
    answers: coverage.cells,
    reached: coverage.shares,
  };
}

function toRule({ rule, result, seconds, requests, reason }: Outcome): JsonRule {
  const { id, title, source, operations } = rule;
  return { id, title, source, operations, result, seconds, requests, ...(reason === undefined ? {} : { reason }) };
}
