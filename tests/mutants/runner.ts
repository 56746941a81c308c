import type { Effort } from "../../src/contract/context.ts";
import { createCoverage } from "../../src/contract/coverage/coverage.ts";
import type { Rule } from "../../src/contract/rule.ts";
import { allRules } from "../../src/contract/rules/registry.ts";
import { type Outcome, startRun } from "../../src/contract/run.ts";
import { runRules } from "../../src/contract/schedule.ts";
import { spec } from "../support/spec.ts";
import { startBroken } from "./broken-server.ts";
import type { Mutant } from "./mutant.ts";

export interface HoldOptions {
  readonly seed: number;
  readonly effort: Effort;
  /** Every rule, to the end; otherwise those about the mutant's operations, until one finds it. */
  readonly isFull: boolean;
}

export interface Verdict {
  readonly mutant: Mutant;
  /** The rules that failed and blamed what is broken, the first one first. */
  readonly found: readonly Outcome[];
  /** The rules that failed and blamed something else. */
  readonly astray: readonly Outcome[];
  readonly rules: number;
  readonly seconds: number;
}

/** For one mutant, in ms; the whole suite takes a minute. */
const patience = 180_000;

/**
 * Holds a mutant against the suite.
 * @throws Error where it is the mutant that does not work, so that nothing can be said
 */
export async function holdMutant(mutant: Mutant, { seed, effort, isFull }: HoldOptions): Promise<Verdict> {
  const started = performance.now();
  const rules = isFull ? allRules(spec) : rulesAbout(mutant);
  const server = await startBroken(mutant);
  const found: Outcome[] = [];
  const astray: Outcome[] = [];
  const enough = new AbortController();
  try {
    const { baseUrl, adminToken } = server;
    const signal = AbortSignal.any([enough.signal, AbortSignal.timeout(patience)]);
    const coverage = createCoverage(spec);
    const run = startRun({ baseUrl, spec, seed, effort, adminToken, coverage, signal });
    await runRules(run, rules, {
      workers: 4,
      onOutcome(outcome) {
        if (outcome.result !== "failed") return;
        const isRight = blames(mutant, outcome);
        (isRight ? found : astray).push(outcome);
        if (isRight && !isFull) enough.abort();
      },
    });
  } finally {
    await server.stop();
  }
  if (server.faults.length > 0) throw new Error(`The mutant ${mutant.name} itself fails`, { cause: server.faults[0] });
  return { mutant, found, astray, rules: rules.length, seconds: (performance.now() - started) / 1000 };
}

/** By what the rules say of themselves, so that nobody has to know which of them finds a mutant. */
export function rulesAbout({ operations }: Mutant): readonly Rule[] {
  return allRules(spec).filter((rule) =>
    operations.length === 0 ? rule.operations.length === 0 : rule.operations.some((id) => operations.includes(id)),
  );
}

function blames({ operations }: Mutant, { violation }: Outcome): boolean {
  const blamed = violation?.operationId;
  return operations.length === 0 ? blamed === undefined : operations.some((id) => id === blamed);
}
