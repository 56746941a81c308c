import type { HashReply } from "../features/account/hash-worker.ts";
import type { RateCount } from "../http/overload/rate-counter.ts";

/** What processes of one server tell one another; nobody answers. */
export interface Messages {
  /** A member has notifications that were not there before; the id. To all other workers. */
  readonly news: string;
  /** A worker's turn to write is over. To the primary. */
  readonly turnOver: null;
  /** A worker takes requests, at this port. To the primary. */
  readonly ready: number;
  /** Why a worker cannot start or go on. To the primary. */
  readonly failed: string;
  /** Finish what is under way, and end. To a worker. */
  readonly stop: null;
}

/** What they ask one another, and the answers. */
export interface Requests {
  /** Takes points of a limit, gives one back, or all. Of the primary. */
  readonly count: { readonly question: CounterRequest; readonly answer: RateCount };
  /** Waits for a turn to write. Of the primary. */
  readonly turn: { readonly question: null; readonly answer: null };
  /** Of the primary. */
  readonly hash: { readonly question: HashJob; readonly answer: HashResult };
  /** Every worker's figures in one, in Prometheus's text format. Of the primary. */
  readonly totals: { readonly question: null; readonly answer: string };
  /** Its own figures. Of a worker. */
  readonly figures: { readonly question: null; readonly answer: WorkerMetrics };
  /** Of the primary: that all other workers know of sessions that were ended. Of a worker: that it does. */
  readonly ended: { readonly question: EndedSessions; readonly answer: null };
  /** Of the primary: that all workers write to the database what they hold in memory. Of a worker: that it does. */
  readonly flush: { readonly question: null; readonly answer: null };
}

export interface EndedSessions {
  readonly ids: readonly string[];
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** What `Registry.getMetricsAsJSON` of prom-client gives. */
export type WorkerMetrics = readonly object[];

export interface CounterRequest {
  readonly limit: "address" | "account";
  readonly act: "take" | "giveBack" | "forget";
  readonly key: string;
  readonly points: number;
}

/** Without `stored` a new password is to be hashed. `stored` is null where there is no such user. */
export interface HashJob {
  readonly password: string;
  readonly stored?: string | null;
}

export type HashResult = { readonly reply: HashReply } | { readonly retryAfter: number };
