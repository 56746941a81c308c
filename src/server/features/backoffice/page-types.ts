/** What the back office's page asks for beside the API's own operations. Nothing but types, for browsers too. */

/** How far back a history goes. */
export type Range = "day" | "week" | "month" | "year";

export interface History {
  /** Where the first point would be, in seconds since 1970. */
  readonly from: number;
  /** Up to when there are requests, in seconds since 1970. */
  readonly to: number;
  /** Seconds from point to point. */
  readonly step: number;
  /** How many points there can be. */
  readonly steps: number;
  /** Oldest first; those without a request are left out. */
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
  readonly failures: readonly ShownError[];
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
  /** Of that, what objects take, in bytes. */
  readonly heap: number;
  /** The longest that work was late since the sample before, in milliseconds. */
  readonly delay: number;
  /** How much of a processor was used since the sample before: 0.5 for half of one. */
  readonly processor: number;
}

export interface DatabaseState {
  readonly kind: "sqlite" | "postgres";
  /** How long the database took to answer, in milliseconds. */
  readonly milliseconds: number;
  /** How much it takes on its disk, in bytes. */
  readonly bytes: number;
  /** The connections that this process writes by; SQLite has none to count. */
  readonly pool: PoolState | null;
}

export interface PoolState {
  readonly open: number;
  readonly busy: number;
  /** How many wait for one. */
  readonly waiting: number;
  /** How many there may be. */
  readonly most: number;
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
  /** Whether there are others, which a longer text would find. */
  readonly isCut: boolean;
}

export interface FoundMember {
  readonly id: string;
  readonly name: string;
  readonly nickname: string | null;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly isAdmin: boolean;
  /** RFC 3339; until when a temporary password may be used that was not changed yet. */
  readonly temporaryPasswordExpiresAt: string | null;
}
