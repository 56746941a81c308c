import type { ContractRule } from "./rule.ts";
import type { RuleOutcome, Run } from "./run.ts";

export interface ScheduleOptions {
  /** How many rules run concurrently. */
  readonly workers: number;
  readonly onStart?: (rule: ContractRule) => void;
  readonly onOutcome?: (outcome: RuleOutcome) => void;
}

/**
 * Runs rules in phases: those that need an empty database, one after another; most rules, concurrently; those that must run
 * alone; and last those after which the server limits requests.
 * @returns the outcomes in the order of the rules
 */
export async function runRules(
  run: Run,
  rules: readonly ContractRule[],
  { workers, onStart, onOutcome }: ScheduleOptions,
): Promise<readonly RuleOutcome[]> {
  const outcomes = new Map<ContractRule, RuleOutcome>();
  const worker = async (queue: ContractRule[]) => {
    for (let rule = queue.shift(); rule !== undefined; rule = queue.shift()) {
      onStart?.(rule);
      const outcome = await run.runRule(rule);
      outcomes.set(rule, outcome);
      onOutcome?.(outcome);
    }
  };
  for (const { rules: queue, concurrency } of schedulePhases(rules, workers)) {
    await Promise.all(Array.from({ length: concurrency }, () => worker(queue)));
  }
  return rules.flatMap((rule) => outcomes.get(rule) ?? []);
}

export interface Phase {
  readonly name: string;
  /** The queue of this phase; a worker removes the rule that it runs. */
  readonly rules: ContractRule[];
  readonly concurrency: number;
}

export function schedulePhases(rules: readonly ContractRule[], workers: number): readonly Phase[] {
  const isRateLimitRule = ({ needs }: ContractRule) => needs === "rate-limit";
  const of = (phase: ContractRule["phase"]) => rules.filter((rule) => !isRateLimitRule(rule) && rule.phase === phase);
  return [
    { name: "on an empty database", rules: of("first"), concurrency: 1 },
    { name: "concurrently", rules: of(undefined), concurrency: workers },
    { name: "alone", rules: of("alone"), concurrency: 1 },
    { name: "rate limits", rules: rules.filter(isRateLimitRule), concurrency: 1 },
  ];
}
