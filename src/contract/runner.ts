import type { Effort } from "./context.ts";
import { type Coverage, createCoverage } from "./coverage/coverage.ts";
import { type CoverageMeasurement, measureCoverage } from "./coverage/measure.ts";
import { excludeUnreachable } from "./exclusions.ts";
import { traitsOf } from "./operation-traits.ts";
import { operationIds } from "./requests.ts";
import type { ContractRule } from "./rule.ts";
import { type Login, type RuleOutcome, startRun } from "./run.ts";
import { runRules, type ScheduleOptions } from "./schedule.ts";
import type { Spec } from "./spec.ts";
import { exchange } from "./wire.ts";

export interface RunnerOptions extends ScheduleOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly spec: Spec;
  readonly rules: readonly ContractRule[];
  readonly seed: number;
  readonly effort: Effort;
  readonly adminToken?: string;
  readonly mayFlood: boolean;
  readonly maxSeconds?: number;
  /** Whether missing coverage makes the run fail: only if all rules run. */
  readonly isFullRun: boolean;
}

/** The result of a run. */
export interface ContractReport {
  readonly baseUrl: string;
  readonly spec: Spec;
  readonly seed: number;
  readonly effort: Effort;
  readonly startedAt: Date;
  readonly seconds: number;
  readonly outcomes: readonly RuleOutcome[];
  readonly coverage: CoverageMeasurement;
  /** Whether all rules were selected, so that missing coverage counts. */
  readonly isFullRun: boolean;
  readonly requests: number;
  /** How many answers made the server hash a password, which is slow by design. */
  readonly hashes: number;
  /** How often a request had to wait because of a rate limit. */
  readonly postponedRequests: number;
  readonly logins: ReadonlyMap<string, Login>;
  readonly adminToken: string | undefined;
  readonly passed: boolean;
}

export class UnreachableServerError extends Error {}

/**
 * Runs rules against a server.
 * @throws UnreachableServerError if the server does not answer at all
 */
export async function runSuite(options: RunnerOptions): Promise<ContractReport> {
  const { baseUrl, spec, rules, seed, effort, adminToken, mayFlood, maxSeconds, isFullRun } = options;
  await reach(baseUrl);
  const coverage: Coverage = createCoverage(spec);
  excludeUnreachable(spec, rules, coverage, { mayFlood, isAdmin: adminToken !== undefined });
  const startedAt = new Date();
  const run = startRun({
    baseUrl,
    spec,
    seed,
    effort,
    mayFlood,
    coverage,
    ...(adminToken === undefined ? {} : { adminToken }),
    ...(maxSeconds === undefined ? {} : { signal: AbortSignal.timeout(maxSeconds * 1000) }),
  });
  const outcomes = await runRules(run, rules, options);
  const measured = measureCoverage(coverage);
  const hashing = operationIds(spec).flatMap((id) =>
    (traitsOf(id).hashingStatuses ?? []).map((status) => `${id} ${status}`),
  );
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  return {
    baseUrl,
    spec,
    seed,
    effort,
    startedAt,
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    outcomes,
    coverage: measured,
    isFullRun,
    requests: sum([...run.answers.values()]),
    hashes: sum(hashing.map((name) => run.answers.get(name) ?? 0)),
    postponedRequests: run.postponedRequests,
    logins: run.logins,
    adminToken,
    passed: outcomes.every(isGood) && (!isFullRun || measured.missing.length === 0),
  };
}

/** A rule that was not run for want of an admin token is no failure; one that was not run for want of time is. */
function isGood({ result, rule }: RuleOutcome): boolean {
  return result === "passed" || (result === "not run" && rule.needs === "admin");
}

async function reach(baseUrl: string): Promise<void> {
  try {
    await exchange({ method: "GET", url: baseUrl });
  } catch (error) {
    const reason = error instanceof Error ? String(error.cause ?? error.message) : String(error);
    throw new UnreachableServerError(`No server answers at ${baseUrl}: ${reason}`);
  }
}
