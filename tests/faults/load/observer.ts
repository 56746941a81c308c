import type { DocumentedStatuses } from "../checks/documented-statuses.ts";
import type { HttpOutcome } from "./http-client.ts";

/** What the clients saw: statuses, durations, gaps without a success, and responses that break a rule. */
export interface Observer {
  /** @param mayBeMissing whether a 404, or a 400 for a comment on a deleted post, is right, because a client deletes or deleted the target */
  record(operation: string, outcome: HttpOutcome, isWrite: boolean, mayBeMissing: boolean): void;
  readonly statuses: ReadonlyMap<string, number>;
  /** How often each rule was broken. */
  readonly violations: ReadonlyMap<string, number>;
  readonly longestRequestMs: () => number;
  /** The longest time without a successful response from `sinceMs` to `untilMs` (`performance.now()`). */
  longestGapMs(kind: string, sinceMs: number, untilMs: number): number;
  /** The time from `sinceMs` to the first success after it; undefined if there was none. */
  firstSuccessAfterMs(kind: string, sinceMs: number): number | undefined;
}

/** @param budgetMs the longest allowed duration of a request */
export function createObserver(documented: DocumentedStatuses, budgetMs: number): Observer {
  const statuses = new Map<string, number>();
  const violations = new Map<string, number>();
  const successes = new Map<string, number[]>();
  let longestMs = 0;

  const increment = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  const violated = (rule: string) => increment(violations, rule);
  const succeeded = (kind: string) => {
    const times = successes.get(kind) ?? [];
    times.push(performance.now());
    successes.set(kind, times);
  };

  function record(operation: string, outcome: HttpOutcome, isWrite: boolean, mayBeMissing: boolean): void {
    longestMs = Math.max(longestMs, outcome.durationMs);
    if (outcome.durationMs > budgetMs) violated(`${operation} lasted longer than ${budgetMs} ms`);
    if (outcome.kind !== "response") {
      increment(statuses, outcome.kind === "lost" ? outcome.code : outcome.kind);
      return;
    }
    const { status, headers, text } = outcome;
    increment(statuses, String(status));
    if (!documented.allows(operation, status)) violated(`${operation} answered ${status}, which is not documented`);
    if (status >= 400 && !isErrorBody(text)) violated(`${operation} answered ${status} without the error body`);
    // A comment on a deleted post is a 400.
    const isMissing =
      status === 404 || (status === 400 && operation === "createComment" && text.includes("was deleted"));
    if (status >= 400 && status < 500 && !(isMissing && mayBeMissing))
      violated(`${operation} answered an unexpected ${status}: ${text.slice(0, 200)}`);
    const retryAfter = headers["retry-after"];
    if (status === 503 && !/^\d+$/.test(String(retryAfter))) violated(`${operation} answered 503 without Retry-After`);
    if (status === 504 && retryAfter !== undefined) violated(`${operation} answered 504 with Retry-After`);
    if (status < 300) {
      succeeded(isWrite ? "write" : "read");
      succeeded(operation);
    }
  }

  return {
    record,
    statuses,
    violations,
    longestRequestMs: () => longestMs,
    longestGapMs(kind, sinceMs, untilMs) {
      const times = (successes.get(kind) ?? []).filter((time) => time >= sinceMs && time <= untilMs);
      let [previous, longest] = [sinceMs, 0];
      for (const time of [...times, untilMs]) {
        longest = Math.max(longest, time - previous);
        previous = time;
      }
      return longest;
    },
    firstSuccessAfterMs(kind, sinceMs) {
      const time = (successes.get(kind) ?? []).find((candidate) => candidate >= sinceMs);
      return time === undefined ? undefined : time - sinceMs;
    },
  };
}

function isErrorBody(text: string): boolean {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null) return false;
    const keys = Object.keys(body).toSorted().join();
    return keys === "hint,result" && Object.values(body).every((value) => typeof value === "string" && value !== "");
  } catch {
    return false;
  }
}
