/*
 * How to add a rule: see README.md in this folder. In short:
 *
 * - A rule throws if the server violates the contract: an AssertionError of node:assert, or a SpecViolation, which names the
 *   operation. `call` throws by itself for an unexpected status and for every answer that the spec does not allow.
 * - Which operation is blamed: see `attributeError` in exchange-log.ts.
 * - Rules run concurrently on a server with other data and other users. A rule checks its own data only, or is
 *   `phase: "alone"`, and even then allows for other clients.
 * - Members from `members` are reused. A rule that logs a member out, changes a password or fails logins must take one from
 *   `newMembers`, which costs the server two slow password hashes.
 * - Randomness comes from `random` and `forAll`, so that `--seed` repeats a run.
 */

import type { OperationId } from "./client.ts";
import type { RuleContext } from "./context.ts";

export interface ContractRule {
  /** `group/summary`, unique; for `--only` and for reports. */
  readonly id: string;
  /** What a server has to do, as a sentence. */
  readonly title: string;
  /** The part of the contract that says so. */
  readonly source: string;
  /** The operations that may be blamed, the likeliest first; empty for rules about no operation (unknown paths). */
  readonly operations: readonly OperationId[];
  /** `admin`: an admin's token. `rate-limit`: a server with rate limits; such rules run last. */
  readonly needs?: "admin" | "rate-limit";
  /** `first`: before any rule has written. `alone`: while no other rule runs. By default rules run concurrently. */
  readonly phase?: "first" | "alone";
  /** Answers that only this rule provokes. They are excluded from the coverage if the rule cannot run. */
  readonly provokes?: readonly (readonly [operationId: OperationId, status: number])[];
  run(context: RuleContext): Promise<void>;
}

/** A source: the paragraph of the guideline with this heading. */
export function guideline(heading: string): string {
  return `guideline: ${heading}`;
}

/** A source: a location in the spec, such as `/paths/~1post/get` or `info: Pages`. */
export function specAt(location: string): string {
  return `openapi.yaml: ${location}`;
}

/** A source: an RFC, or one of its sections. */
export function rfc(number: number, section?: string): string {
  return `RFC ${number}${section === undefined ? "" : `, section ${section}`}`;
}
