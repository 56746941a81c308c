import { RateLimiterRes } from "rate-limiter-flexible";
import { consumePoints, type RateCount, type RateCounter } from "../http/overload/rate-counter.ts";
import type { IpcChannel } from "./ipc-channel.ts";
import type { CounterRequest } from "./messages.ts";

/** A counter that is in the primary, and so counts for all workers. */
export function remoteCounter(primary: IpcChannel, limit: CounterRequest["limit"], points: number): RateCounter {
  const ask = (act: CounterRequest["act"], key: string, taken = 0) =>
    primary.request("count", { limit, act, key, points: taken });
  return {
    points,
    async consume(key, taken = 1) {
      const count = await ask("take", key, taken);
      if (count.consumedPoints > points) throw new RateLimiterRes(0, count.msBeforeNext, count.consumedPoints);
      return count;
    },
    reward: (key) => ask("giveBack", key),
    delete: (key) => ask("forget", key),
  };
}

/** The primary's part. */
export function handleCounterRequests(
  counters: Readonly<Record<CounterRequest["limit"], RateCounter>>,
): (question: CounterRequest) => Promise<RateCount> {
  return async ({ limit, act, key, points }) => {
    const counter = counters[limit];
    if (act === "take") return consumePoints(counter, key, points);
    if (act === "giveBack") await counter.reward(key);
    else await counter.delete(key);
    return { consumedPoints: 0, msBeforeNext: 0 };
  };
}
