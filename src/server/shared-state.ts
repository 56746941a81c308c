import type { Logger } from "pino";
import type { RandomBytes } from "../util/random.ts";
import type { IpcChannel } from "./cluster/ipc-channel.ts";
import { createAddressLeases } from "./cluster/leases.ts";
import { aggregateMetrics } from "./cluster/metrics-aggregation.ts";
import { createRemoteHasher } from "./cluster/password-hasher.ts";
import { createRemoteCounter } from "./cluster/rate-counter.ts";
import { relayRevocations } from "./cluster/revocations.ts";
import { relaySignals } from "./cluster/signal-relay.ts";
import type { Config } from "./config.ts";
import { createPasswordHasher, type PasswordHasher, passwordHasherLimits } from "./crypto/password-hasher.ts";
import type { Database } from "./database/database.ts";
import { createSignals, type Signals } from "./database/signals/signals.ts";
import { createLoginFailureCounter, maxLoginFailures } from "./features/account/login-throttle.ts";
import { createRevocations, type Revocations } from "./features/account/revocations.ts";
import type { AggregateMetrics } from "./features/backoffice/prometheus.ts";
import type { RateCounter } from "./http/overload/rate-counter.ts";

export interface SharedStateDeps {
  readonly config: Config;
  readonly database: Database;
  readonly log: Logger;
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
  readonly primary: IpcChannel | undefined;
}

/** What all processes of a server must agree on. */
export interface SharedState {
  readonly passwordHasher: PasswordHasher;
  readonly revocations: Revocations;
  readonly signals: Signals;
  /** Counts failed logins by account; undefined if they are not limited. */
  readonly loginFailures: RateCounter | undefined;
  /** Counts requests by address; undefined to count them in this process. */
  readonly addressCounter: Pick<RateCounter, "consume"> | undefined;
  /** Sums the metrics of all workers; undefined in a single process. */
  readonly aggregateMetrics: AggregateMetrics | undefined;
}

/** Keeps the state in this process or, in a worker, in the primary. */
export function createSharedState(deps: SharedStateDeps): SharedState {
  const { config, database, log, now, randomBytes, primary } = deps;
  const iterations = config.pbkdf2Iterations;
  const isLimited = config.rateLimit !== "off";
  const revocations = createRevocations({ database, log, now });
  const signals = createSignals({ database, url: config.databaseUrl, dataDir: config.dataDir, log });
  if (!primary) {
    return {
      passwordHasher: createPasswordHasher({ ...passwordHasherLimits, iterations, randomBytes }),
      revocations,
      signals,
      loginFailures: isLimited ? createLoginFailureCounter() : undefined,
      addressCounter: undefined,
      aggregateMetrics: undefined,
    };
  }
  return {
    passwordHasher: createRemoteHasher(primary, iterations),
    revocations: relayRevocations(revocations, primary),
    signals: relaySignals(signals, database.dialect, primary),
    loginFailures: isLimited ? createRemoteCounter(primary, "account", maxLoginFailures) : undefined,
    addressCounter: createAddressLeases(primary, config),
    aggregateMetrics: aggregateMetrics(primary),
  };
}
