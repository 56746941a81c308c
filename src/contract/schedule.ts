import type { Rule } from "./rule.ts";
import type { Outcome, Run } from "./run.ts";

export interface ScheduleOptions {
  /** How many rules run side by side. */
  readonly workers: number;
  readonly onStart?: (rule: Rule) => void;
  readonly onOutcome?: (outcome: Outcome) => void;
}

/**
 * Runs rules: first those that want a server on which nothing was written, one after another; then most, side by side; then
 * those that must be alone; last those after which the server refuses requests.
 * @returns what came of each, in the order of the rules
 */
export async function runRules(
  run: Run,
  rules: readonly Rule[],
  { workers, onStart, onOutcome }: ScheduleOptions,
): Promise<readonly Outcome[]> {
  const outcomes = new Map<Rule, Outcome>();
  const work = async (waiting: Rule[]) => {
    for (let rule = waiting.shift(); rule !== undefined; rule = waiting.shift()) {
      onStart?.(rule);
      const outcome = await run.hold(rule);
      outcomes.set(rule, outcome);
      onOutcome?.(outcome);
    }
  };
  for (const { rules: waiting, atOnce } of phases(rules, workers)) {
    await Promise.all(Array.from({ length: atOnce }, () => work(waiting)));
  }
  return rules.flatMap((rule) => outcomes.get(rule) ?? []);
}

export interface Phase {
  readonly name: string;
  /** Those that still wait. */
  readonly rules: Rule[];
  readonly atOnce: number;
}

export function phases(rules: readonly Rule[], workers: number): readonly Phase[] {
  const isLast = ({ needs }: Rule) => needs === "rate-limit";
  const of = (phase: Rule["phase"]) => rules.filter((rule) => !isLast(rule) && rule.phase === phase);
  return [
    { name: "before anything was written", rules: of("first"), atOnce: 1 },
    { name: "side by side", rules: of(undefined), atOnce: workers },
    { name: "alone", rules: of("alone"), atOnce: 1 },
    { name: "limits, last", rules: rules.filter(isLast), atOnce: 1 },
  ];
}
