/** What to send: of each list one is picked at random, apart from the others. */
export interface RequestPool {
  readonly method: "GET" | "POST";
  readonly paths: readonly string[];
  /** JSON texts; empty where there is no body. */
  readonly bodies: readonly string[];
  /** Access tokens; empty where none is sent. */
  readonly tokens: readonly string[];
}

/** What a load process is told to do. */
export interface Job {
  readonly port: number;
  readonly pool: RequestPool;
  /** Each sends its next request when it has the answer to the last; in an open loop, how many there may be at most. */
  readonly connections: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Requests a second, sent whether or not earlier ones were answered; without it each connection sends when it is free. */
  readonly rate?: number;
  readonly seed: number;
}

/** Of the requests that ended while it was measured; in milliseconds. */
export interface Latencies {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export interface LoadResult {
  /** Answers with 2xx in the measured time. */
  readonly answered: number;
  readonly seconds: number;
  /** Answers by status, `lost` for a connection that broke, `without Retry-After` for such a 503. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Of the 2xx. In an open loop from the moment at which a request was due, so that what waits unsent counts too. */
  readonly latencies: Latencies;
  /** CPU time of the load process itself, to tell whether it was the bottleneck. */
  readonly loadCpuSeconds: number;
  /** Requests that were due but not answered when an open loop ended. */
  readonly unanswered: number;
}

export type ToLoad = { readonly kind: "run"; readonly job: Job };
export type FromLoad =
  | { readonly kind: "measuring" }
  | { readonly kind: "done"; readonly result: LoadResult }
  | { readonly kind: "failed"; readonly message: string };
