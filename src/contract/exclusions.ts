import type { Coverage } from "./coverage/coverage.ts";
import type { ContractRule } from "./rule.ts";
import type { Spec } from "./spec.ts";

/** The reason for what is not run, and for responses that are excluded, without an admin token. */
export const needsAdminReason = "it needs an admin's token (--admin-token)";

/** What a run may do, which decides what it can provoke. */
export interface RunCapabilities {
  readonly mayFlood: boolean;
  readonly isAdmin: boolean;
}

/** Excludes the answers that no client can provoke, and those that this run is not able or allowed to provoke. */
export function excludeUnreachable(
  spec: Spec,
  rules: readonly ContractRule[],
  coverage: Coverage,
  { mayFlood, isAdmin }: RunCapabilities,
): void {
  const provoked = new Set(rules.flatMap(({ provokes = [] }) => provokes.map(([id, status]) => `${id} ${status}`)));
  for (const { id, permission, answers } of spec.operations) {
    for (const status of answers.keys()) {
      if (status >= 500) coverage.exclude(id, status, "a server error, which no client can provoke");
      else if (status === 429 && !mayFlood && !provoked.has(`${id} ${status}`))
        coverage.exclude(id, status, "the rate limit by address, which the run tests only with --flood");
      else if (permission === "admin" && !isAdmin && status !== 403) coverage.exclude(id, status, needsAdminReason);
    }
  }
}
