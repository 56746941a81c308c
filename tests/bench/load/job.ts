/** The parts of requests. Each request takes a random item of each list. */
export interface RequestPool {
  readonly method: "GET" | "POST";
  readonly paths: readonly string[];
  /** JSON texts; empty for requests without a body. */
  readonly bodies: readonly string[];
  /** Access tokens; empty for requests without one. */
  readonly tokens: readonly string[];
}

/** A job for a load process. */
export interface LoadJob {
  readonly port: number;
  readonly pool: RequestPool;
  /** Closed loop: the number of connections, each with one request in flight. Open loop: their maximum. */
  readonly connections: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Requests per second of an open loop; undefined for a closed loop. */
  readonly rate?: number;
  readonly seed: number;
}

/** In milliseconds, of the responses during the measurement. */
export interface Latencies {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export interface LoadResult {
  /** Number of 2xx responses during the measurement. */
  readonly answered: number;
  readonly seconds: number;
  /** Number of responses by status; `lost` counts broken connections, `without Retry-After` such 503 responses. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Of the 2xx responses. In an open loop from the due time of the request, including the wait for a connection. */
  readonly latencies: Latencies;
  /** CPU time of the load process, to detect whether it was the bottleneck. */
  readonly loadCpuSeconds: number;
  /** Requests without a response when an open loop ended. */
  readonly unanswered: number;
}

export type LoadCommand = { readonly kind: "run"; readonly job: LoadJob };
export type LoadMessage =
  | { readonly kind: "measuring" }
  | { readonly kind: "done"; readonly result: LoadResult }
  | { readonly kind: "failed"; readonly message: string };
