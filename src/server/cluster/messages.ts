import type { HashReply } from "../crypto/hash-worker.ts";
import type { RateCount } from "../http/overload/rate-counter.ts";

/** One-way messages between the primary and its workers, by topic. */
export interface Messages {
  /** Worker to primary, primary to all other workers: the text of a database signal. */
  readonly signal: string;
  /** Worker to primary. */
  readonly releaseWriteLock: null;
  /** Worker to primary: it accepts connections on this port. */
  readonly ready: number;
  /** Worker to primary: the reason why it cannot start or continue. */
  readonly failed: string;
  /** Primary to worker: complete the requests in flight, then exit. */
  readonly stop: null;
}

/** Requests between the primary and its workers, by topic, with their responses. */
export interface Requests {
  /** Worker to primary: an operation of a shared rate counter. */
  readonly count: { readonly request: CounterRequest; readonly response: RateCount };
  /** Worker to primary: resolves when the worker holds the lock. */
  readonly acquireWriteLock: { readonly request: null; readonly response: null };
  /** Worker to primary. */
  readonly hashPassword: { readonly request: HashJob; readonly response: HashResult };
  /** Worker to primary: the metrics of all workers together, in Prometheus's text format. */
  readonly aggregatedMetrics: { readonly request: null; readonly response: string };
  /** Primary to worker: its own metrics. */
  readonly workerMetrics: { readonly request: null; readonly response: WorkerMetrics };
  /** Worker to primary, primary to all other workers: resolves when every receiver refuses these sessions' tokens. */
  readonly revokeSessions: { readonly request: RevokedSessions; readonly response: null };
  /** Worker to primary, primary to all workers: resolves when buffered rows are in the database. */
  readonly flush: { readonly request: null; readonly response: null };
}

export interface RevokedSessions {
  readonly ids: readonly string[];
  /** In milliseconds since 1970. */
  readonly revokedAt: number;
}

/** The result of prom-client's `Registry.getMetricsAsJSON`. */
export type WorkerMetrics = readonly object[];

export interface CounterRequest {
  readonly limit: "address" | "account";
  readonly action: "consume" | "reward" | "delete";
  readonly key: string;
  readonly points: number;
}

/** Without `stored`, the password is hashed; with it, verified. `stored` is null where there is no such user. */
export interface HashJob {
  readonly password: string;
  readonly stored?: string | null;
}

/** `retryAfter`, in seconds, if the hasher's queue is full. */
export type HashResult = { readonly reply: HashReply } | { readonly retryAfter: number };
