import type { Ledger } from "./load/ledger.ts";
import type { Observer } from "./load/observer.ts";
import type { PostgresCluster } from "./processes/postgres-cluster.ts";
import type { FaultServer } from "./processes/server.ts";

export type Dialect = "sqlite" | "postgres";

export interface FaultContext {
  /** One or two servers on one database. */
  readonly servers: readonly [FaultServer, ...FaultServer[]];
  /** @throws Error on SQLite */
  readonly postgres: () => PostgresCluster;
  /** The folder of the database's files. */
  readonly folder: string;
  readonly ledger: Ledger;
}

export interface FaultTimes {
  readonly startMs: number;
  readonly endMs: number;
}

/** One fault: `inject` makes it happen under load and resolves when it is over. */
export interface Fault {
  readonly name: string;
  readonly title: string;
  readonly dialects: readonly Dialect[];
  readonly workers?: number;
  readonly nodes?: number;
  /** Puts the files of the database on a tmpfs of this size. */
  readonly tmpfsMb?: number;
  /** Further configuration of the server. */
  readonly env?: (folder: string) => Readonly<Record<string, string>>;
  /** Why it cannot run here. */
  readonly skip?: () => string | undefined;
  /** Whether an executed request must not lose its connection before the response. */
  readonly mustAnswerAccepted?: boolean;
  readonly inject: (context: FaultContext) => Promise<void>;
  /** Further rules. @returns what was violated */
  readonly check?: (observer: Observer, times: FaultTimes) => readonly string[];
}
