/** The responses of `/admin/data/...`. This file has only types, so that the browser code can import it. */

/** How far back a history goes. */
export type Range = "day" | "week" | "month" | "year";

export interface History {
  /** The time of the first step, in seconds since 1970. */
  readonly from: number;
  /** The time of the query, in seconds since 1970. */
  readonly to: number;
  /** The length of a step in seconds. */
  readonly step: number;
  /** The number of steps, which is the max number of points. */
  readonly steps: number;
  /** Oldest first, without the steps that had no request. */
  readonly points: readonly HistoryPoint[];
  /** Requests by status. */
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byOperation: readonly OperationMetrics[];
}

export interface HistoryPoint {
  /** Seconds since 1970. */
  readonly at: number;
  readonly requests: number;
  /** Of these, answers of 400 to 499. */
  readonly refused: number;
  /** Of these, answers of 500 and above. */
  readonly failed: number;
}

export interface OperationMetrics {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly count: number;
  /** Of these, answers of 500 and above. */
  readonly failed: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

export interface ServerState {
  readonly process: ProcessState;
  readonly database: DatabaseState;
  /** The newest first. */
  readonly errors: readonly ShownError[];
}

export interface ProcessState {
  /** Such as `Node 22.12.0`. */
  readonly runtime: string;
  readonly host: string;
  readonly pid: number;
  /** In seconds. */
  readonly uptime: number;
  /** Of the last hour, oldest first. */
  readonly samples: readonly ProcessSample[];
}

export interface ProcessSample {
  /** Seconds since 1970. */
  readonly at: number;
  /** Resident memory, in bytes. */
  readonly memory: number;
  /** Used heap, in bytes. */
  readonly heap: number;
  /** Max delay of the event loop since the previous sample, in milliseconds. */
  readonly delay: number;
  /** CPU time since the previous sample, in CPUs: 0.5 is half of one. */
  readonly processor: number;
}

export interface DatabaseState {
  readonly kind: "sqlite" | "postgres";
  /** Round trip of a ping. */
  readonly milliseconds: number;
  /** Size on disk. */
  readonly bytes: number;
  /** This process's connections for writing; null on SQLite, which has no pool. */
  readonly pool: PoolState | null;
}

export interface PoolState {
  readonly open: number;
  readonly busy: number;
  /** Requests for a connection in the queue. */
  readonly waiting: number;
  readonly max: number;
}

export interface ShownError {
  /** RFC 3339. */
  readonly at: string;
  readonly operationId: string;
  readonly status: number;
  readonly requestId: string;
  readonly message: string;
}

export interface FoundMembers {
  readonly items: readonly FoundMember[];
  /** Whether more members match than `items` has. */
  readonly isCut: boolean;
}

export interface FoundMember {
  readonly id: string;
  readonly name: string;
  readonly nickname: string | null;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly isAdmin: boolean;
  /** RFC 3339; null without a temporary password. */
  readonly temporaryPasswordExpiresAt: string | null;
}
