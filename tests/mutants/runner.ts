import type { Effort } from "../../src/contract/context.ts";
import { createCoverage } from "../../src/contract/coverage/coverage.ts";
import type { ContractRule } from "../../src/contract/rule.ts";
import { allRules } from "../../src/contract/rules/registry.ts";
import { type RuleOutcome, startRun } from "../../src/contract/run.ts";
import { runRules } from "../../src/contract/schedule.ts";
import { spec } from "../support/spec.ts";
import { startBrokenServer } from "./broken-server.ts";
import type { Mutant } from "./mutant.ts";

export interface MutantTestOptions {
  readonly seed: number;
  readonly effort: Effort;
  /** Runs all rules to the end. Otherwise the rules about the mutant's operations run until one finds the mutant. */
  readonly runsAllRules: boolean;
}

export interface Verdict {
  readonly mutant: Mutant;
  /** The rules that failed and blamed a mutated operation, in order of failure. */
  readonly found: readonly RuleOutcome[];
  /** The rules that failed and blamed another operation. */
  readonly misattributed: readonly RuleOutcome[];
  readonly rules: number;
  readonly seconds: number;
}

/** For one mutant; the whole suite takes a minute. */
const timeoutMs = 180_000;

/**
 * Runs the suite against a mutant.
 * @throws Error if the mutant itself fails
 */
export async function testMutant(mutant: Mutant, { seed, effort, runsAllRules }: MutantTestOptions): Promise<Verdict> {
  const started = performance.now();
  const rules = runsAllRules ? allRules(spec) : rulesAbout(mutant);
  const server = await startBrokenServer(mutant);
  const found: RuleOutcome[] = [];
  const misattributed: RuleOutcome[] = [];
  const stop = new AbortController();
  try {
    const { baseUrl, adminToken } = server;
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(timeoutMs)]);
    const coverage = createCoverage(spec);
    const run = startRun({ baseUrl, spec, seed, effort, adminToken, coverage, signal });
    await runRules(run, rules, {
      workers: 4,
      onOutcome(outcome) {
        if (outcome.result !== "failed") return;
        const isRight = blames(mutant, outcome);
        (isRight ? found : misattributed).push(outcome);
        if (isRight && !runsAllRules) stop.abort();
      },
    });
  } finally {
    await server.stop();
  }
  if (server.errors.length > 0) throw new Error(`The mutant ${mutant.name} itself fails`, { cause: server.errors[0] });
  return { mutant, found, misattributed, rules: rules.length, seconds: (performance.now() - started) / 1000 };
}

/** The rules that concern the mutant's operations, so that a mutant need not name the rule that finds it. */
export function rulesAbout({ operations }: Mutant): readonly ContractRule[] {
  return allRules(spec).filter((rule) =>
    operations.length === 0 ? rule.operations.length === 0 : rule.operations.some((id) => operations.includes(id)),
  );
}

function blames({ operations }: Mutant, { violation }: RuleOutcome): boolean {
  const blamed = violation?.operationId;
  return operations.length === 0 ? blamed === undefined : operations.some((id) => id === blamed);
}
