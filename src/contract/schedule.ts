import type { ContractRule } from "./rule.ts";
import type { RuleOutcome, Run } from "./run.ts";

export interface ScheduleOptions {
  /** How many rules run side by side. */
  readonly workers: number;
  readonly onStart?: (rule: ContractRule) => void;
  readonly onOutcome?: (outcome: RuleOutcome) => void;
}

/**
 * Runs rules: first those that want a server on which nothing was written, one after another; then most, side by side; then
 * those that must be alone; last those after which the server refuses requests.
 * @returns what came of each, in the order of the rules
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
  /** Those that still wait. */
  readonly rules: ContractRule[];
  readonly concurrency: number;
}

export function schedulePhases(rules: readonly ContractRule[], workers: number): readonly Phase[] {
  const isRateLimitRule = ({ needs }: ContractRule) => needs === "rate-limit";
  const of = (phase: ContractRule["phase"]) => rules.filter((rule) => !isRateLimitRule(rule) && rule.phase === phase);
  return [
    { name: "before anything was written", rules: of("first"), concurrency: 1 },
    { name: "side by side", rules: of(undefined), concurrency: workers },
    { name: "alone", rules: of("alone"), concurrency: 1 },
    { name: "limits, last", rules: rules.filter(isRateLimitRule), concurrency: 1 },
  ];
}
