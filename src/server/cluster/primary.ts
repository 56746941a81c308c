import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { RandomBytes } from "../../util/random.ts";
import type { Config } from "../config.ts";
import { countFailures } from "../features/account/login-throttle.ts";
import { hashing } from "../features/account/module.ts";
import { createPasswordHasher } from "../features/account/password-hasher.ts";
import { createAddressCounter } from "../http/overload/rate-limit.ts";
import type { OwnIpcChannel } from "./ipc-channel.ts";
import { createMetricsAggregation } from "./metrics-aggregation.ts";
import { handleHashJobs } from "./password-hasher.ts";
import { handleCounterRequests } from "./rate-counter.ts";
import { superviseWorkers } from "./worker-supervisor.ts";
import { createWriteQueue } from "./write-mutex.ts";

export interface PrimaryOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly randomBytes: RandomBytes;
}

/** A server of several processes, seen from the one that leads them. */
export interface WorkerPool {
  readonly port: number;
  /** Resolves when all workers have finished what they had. */
  stop(): Promise<void>;
}

/** In milliseconds; a worker that does not answer by then is left out. */
const mostToAnswer = 2000;
/** Hashing keeps a core busy, and most of them are for requests. */
const workersPerHashingThread = 4;

/**
 * Starts workers and does for them what must be one for all: it counts limits, hashes passwords within one bound, adds up
 * figures and passes on what one worker tells the others. The database is the workers' own affair, but migrated before.
 * @throws Error that says why a worker could not start
 */
export async function startWorkers({ config, log, randomBytes }: PrimaryOptions): Promise<WorkerPool> {
  const { workers, rateLimit, pbkdf2Iterations: iterations } = config;
  const threads = Math.max(1, Math.floor(workers / workersPerHashingThread));
  const hasher = createPasswordHasher({ ...hashing, workers: threads, iterations, randomBytes });
  const hash = handleHashJobs(hasher);
  const count = handleCounterRequests({
    address: createAddressCounter(rateLimit === "off" ? 1 : rateLimit),
    account: countFailures(),
  });
  const totals = createMetricsAggregation();
  const writing = createWriteQueue();

  function welcome(id: number, link: OwnIpcChannel): void {
    const tellOthers = (tell: (other: OwnIpcChannel) => void) => {
      for (const [otherId, other] of crew.links) if (otherId !== id) tell(other);
    };
    link.on("news", (userId) => tellOthers((other) => other.send("news", userId)));
    link.on("turnOver", () => writing.end(id));
    link.handle("turn", () => writing.take(id));
    link.handle("count", count);
    link.handle("hash", hash);
    link.handle("totals", async () => {
      await settle(
        [...crew.links].map(async ([each, worker]) => totals.keep(each, await worker.request("figures", null))),
      );
      return totals.text();
    });
    link.handle("flush", async () => {
      await settle([...crew.links.values()].map((worker) => worker.request("flush", null)));
      return null;
    });
    link.handle("ended", async (sessions) => {
      const others = [...crew.links.values()].filter((worker) => worker !== link);
      await settle(others.map((worker) => worker.request("ended", sessions)));
      return null;
    });
  }

  /** Waits for what workers were asked, but for those that are gone or do not answer in time. */
  async function settle(asked: readonly Promise<unknown>[]): Promise<void> {
    await Promise.race([Promise.allSettled(asked), delay(mostToAnswer, undefined, { ref: false })]);
  }

  function left(id: number): void {
    totals.leave(id);
    writing.leave(id);
  }

  const crew = superviseWorkers({ workers, log, welcome, left });
  const port = await crew.ready;
  return {
    port,
    async stop() {
      await crew.stop();
      await hasher.close();
    },
  };
}
