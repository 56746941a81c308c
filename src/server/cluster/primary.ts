import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { RandomBytes } from "../../util/random.ts";
import { createPasswordHasher, passwordHasherLimits } from "../crypto/password-hasher.ts";
import type { RateCounter } from "../http/overload/rate-counter.ts";
import { createAddressCounter } from "../http/overload/rate-limit.ts";
import type { OwnIpcChannel } from "./ipc-channel.ts";
import { createMetricsAggregation } from "./metrics-aggregation.ts";
import { handleHashJobs } from "./password-hasher.ts";
import { handleCounterRequests } from "./rate-counter.ts";
import { superviseWorkers } from "./worker-supervisor.ts";
import { createWriteLock } from "./write-lock.ts";

export interface PrimaryOptions {
  readonly workers: number;
  /** Requests a minute from one address. */
  readonly rateLimit: number | "off";
  /** Of new password hashes. */
  readonly pbkdf2Iterations: number;
  /** Counts failed logins by account. */
  readonly loginFailures: RateCounter;
  readonly log: Logger;
  readonly randomBytes: RandomBytes;
}

export interface WorkerPool {
  readonly port: number;
  /** Resolves when all workers have completed their requests and exited. */
  stop(): Promise<void>;
}

const responseTimeoutMs = 2000;
/** A hashing thread keeps a core busy; most cores are for requests. */
const workersPerHashingThread = 4;

/**
 * Starts the workers and does what must be done once for all of them: counts for rate limits, hashes passwords, locks writes,
 * adds up metrics and relays messages between workers. Opens no database; it must be migrated before.
 * @throws Error with the reason why a worker could not start
 */
export async function startWorkers(options: PrimaryOptions): Promise<WorkerPool> {
  const { workers, rateLimit, pbkdf2Iterations: iterations, loginFailures, log, randomBytes } = options;
  const threads = Math.max(1, Math.floor(workers / workersPerHashingThread));
  const hasher = createPasswordHasher({ ...passwordHasherLimits, threads, iterations, randomBytes });
  const hashPassword = handleHashJobs(hasher);
  const count = handleCounterRequests({
    address: createAddressCounter(rateLimit === "off" ? 1 : rateLimit),
    account: loginFailures,
  });
  const metrics = createMetricsAggregation();
  const writeLock = createWriteLock();

  function onStart(id: number, channel: OwnIpcChannel): void {
    const otherChannels = () => [...supervisor.channels.values()].filter((other) => other !== channel);

    channel.on("signal", (text) => {
      for (const other of otherChannels()) other.send("signal", text);
    });
    channel.on("releaseWriteLock", () => writeLock.release(id));
    channel.handle("acquireWriteLock", () => writeLock.acquire(id));
    channel.handle("count", count);
    channel.handle("hashPassword", hashPassword);
    channel.handle("aggregatedMetrics", async () => {
      await settle(
        [...supervisor.channels].map(async ([workerId, worker]) =>
          metrics.update(workerId, await worker.request("workerMetrics", null)),
        ),
      );
      return metrics.text();
    });
    channel.handle("flush", async () => {
      await settle([...supervisor.channels.values()].map((worker) => worker.request("flush", null)));
      return null;
    });
    channel.handle("revokeSessions", async (sessions) => {
      await settle(otherChannels().map((worker) => worker.request("revokeSessions", sessions)));
      return null;
    });
  }

  /** Waits for workers' responses, except from workers that have ended or do not respond in time. */
  async function settle(requests: readonly Promise<unknown>[]): Promise<void> {
    await Promise.race([Promise.allSettled(requests), delay(responseTimeoutMs, undefined, { ref: false })]);
  }

  function onEnd(id: number): void {
    metrics.remove(id);
    writeLock.remove(id);
  }

  const supervisor = superviseWorkers({ workers, log, onStart, onEnd });
  const port = await supervisor.ready;
  return {
    port,
    async stop() {
      await supervisor.stop();
      await hasher.close();
    },
  };
}
