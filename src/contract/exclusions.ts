import type { Coverage } from "./coverage/coverage.ts";
import type { Spec } from "./spec.ts";

/**
 * Notes which answers no client can bring about, or only one that this run is not: faults of the server; the limit of an
 * address, for which one would have to flood it; what is behind an admin's token.
 */
export function excludeUnreachable(
  spec: Spec,
  coverage: Coverage,
  { mayFlood, isAdmin }: { readonly mayFlood: boolean; readonly isAdmin: boolean },
): void {
  for (const { id, permission, answers } of spec.operations) {
    for (const status of answers.keys()) {
      if (status >= 500) coverage.excuse(id, status, "a fault of the server, which no client can bring about");
      else if (status === 429 && !mayFlood && id !== "logIn")
        coverage.excuse(id, status, "only a flood of requests hits the limit of an address (--flood)");
      else if (permission === "admin" && !isAdmin && status !== 403)
        coverage.excuse(id, status, "it needs an admin's token");
    }
  }
}
