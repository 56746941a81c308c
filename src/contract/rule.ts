/*
 * How to add a rule.
 *
 * A rule is one sentence of the contract and the requests that show whether a server keeps it. Rules stand in
 * `rules/<room>.ts`, which exports a list (`export const postRules: readonly Rule[] = [...]`); `rules/all.ts` joins the
 * lists. A list that is made from the spec, a rule for each operation, is a function `(spec: Spec) => Rule[]`.
 *
 *   {
 *     id: "post/delete-gone",                      // room/sentence-in-short, for --only and reports; unique
 *     title: "a deleted post is gone everywhere",
 *     source: guideline("게시글 삭제"),               // where it is said
 *     operations: ["deletePost"],                  // whom it may blame, the likeliest first
 *     async run({ members }) {
 *       const [ada, bob] = await members(2);
 *       const { body: post } = await ada.call("createPost", 201, { body: { content: "Soon gone" } });
 *       await ada.call("deletePost", 200, { path: { postId: post.id } });
 *       await bob.call("getPost", 204, { path: { postId: post.id } });
 *     },
 *   }
 *
 * - A rule throws where the contract is broken: an AssertionError of node:assert, or a Violation, which names the
 *   operation. `call` throws one by itself for a status that was not expected and for whatever the spec does not allow.
 * - Who is blamed: the operation that a Violation names; else, for an assertion, the one that `blame` names; else the rule's
 *   last request to one of its `operations`; else the first of them. A status that the spec has, and `call` did not expect,
 *   is its own operation's fault where that is one of `operations` or none of them was asked yet.
 * - Rules run side by side, on a server with other data and other users in it. So a rule looks at what is its own only, or is
 *   `phase: "alone"`, and even then allows for strangers.
 * - `members` are lent, blank, and cleared when the rule ends; whoever logs out, changes a password or fails logins
 *   must be one of the `newcomers`. Each of those costs the server two slow hashes.
 * - Randomness comes from `random`, and properties of fast-check from `forAll`, so that `--seed` repeats a run.
 */

import type { OperationId } from "./client.ts";
import type { RuleContext } from "./context.ts";

export interface ContractRule {
  /** `room/sentence`, unique. */
  readonly id: string;
  readonly title: string;
  /** Where the contract says it. */
  readonly source: string;
  /** Whom it may blame, the likeliest first; empty where no operation is concerned (unknown paths). */
  readonly operations: readonly OperationId[];
  /** `admin`: an admin's token. `rate-limit`: a server that limits requests; such rules run last. */
  readonly needs?: "admin" | "rate-limit";
  /** `first`: before anything was written. `alone`: while no other rule runs. Otherwise side by side. */
  readonly phase?: "first" | "alone";
  /** Answers that no other rule can provoke: where this one cannot run, their lack is no fault. */
  readonly provokes?: readonly (readonly [operationId: OperationId, status: number])[];
  run(context: RuleContext): Promise<void>;
}

/** A source: the guideline's paragraph of this heading. */
export function guideline(heading: string): string {
  return `guideline: ${heading}`;
}

/** A source: a place in the spec, such as `/paths/~1post/get` or `info: Pages`. */
export function specAt(place: string): string {
  return `openapi.yaml: ${place}`;
}

/** A source: a section of an RFC or of a draft that the spec names. */
export function rfc(number: number, section?: string): string {
  return `RFC ${number}${section === undefined ? "" : `, section ${section}`}`;
}
