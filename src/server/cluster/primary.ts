import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { RandomBytes } from "../../util/random.ts";
import type { Config } from "../config.ts";
import { countFailures } from "../features/account/login-throttle.ts";
import { hashing } from "../features/account/module.ts";
import { createHasher } from "../features/account/password-hasher.ts";
import { countAddresses } from "../http/overload/rate-limit.ts";
import type { OwnLink } from "./ipc-channel.ts";
import { createTotals } from "./metrics-aggregation.ts";
import { answerHashes } from "./password-hasher.ts";
import { answerCounts } from "./rate-counter.ts";
import { startCrew } from "./worker-supervisor.ts";
import { createWritingQueue } from "./write-mutex.ts";

export interface PrimaryOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly randomBytes: RandomBytes;
}

/** A server of several processes, seen from the one that leads them. */
export interface Lead {
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
export async function leadWorkers({ config, log, randomBytes }: PrimaryOptions): Promise<Lead> {
  const { workers, rateLimit, pbkdf2Iterations: iterations } = config;
  const threads = Math.max(1, Math.floor(workers / workersPerHashingThread));
  const hasher = createHasher({ ...hashing, workers: threads, iterations, randomBytes });
  const hash = answerHashes(hasher);
  const count = answerCounts({
    address: countAddresses(rateLimit === "off" ? 1 : rateLimit),
    account: countFailures(),
  });
  const totals = createTotals();
  const writing = createWritingQueue();

  function welcome(id: number, link: OwnLink): void {
    const tellOthers = (tell: (other: OwnLink) => void) => {
      for (const [otherId, other] of crew.links) if (otherId !== id) tell(other);
    };
    link.hear("news", (userId) => tellOthers((other) => other.tell("news", userId)));
    link.hear("turnOver", () => writing.end(id));
    link.answer("turn", () => writing.take(id));
    link.answer("count", count);
    link.answer("hash", hash);
    link.answer("totals", async () => {
      await settle([...crew.links].map(async ([each, worker]) => totals.keep(each, await worker.ask("figures", null))));
      return totals.text();
    });
    link.answer("flush", async () => {
      await settle([...crew.links.values()].map((worker) => worker.ask("flush", null)));
      return null;
    });
    link.answer("ended", async (sessions) => {
      const others = [...crew.links.values()].filter((worker) => worker !== link);
      await settle(others.map((worker) => worker.ask("ended", sessions)));
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

  const crew = startCrew({ workers, log, welcome, left });
  const port = await crew.ready;
  return {
    port,
    async stop() {
      await crew.stop();
      await hasher.close();
    },
  };
}
