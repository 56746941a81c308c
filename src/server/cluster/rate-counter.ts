import { RateLimiterRes } from "rate-limiter-flexible";
import { consumePoints, type RateCount, type RateCounter } from "../http/overload/rate-counter.ts";
import type { IpcChannel } from "./ipc-channel.ts";
import type { CounterRequest } from "./messages.ts";

/** A worker's counter. The primary does the counting, for all workers together. */
export function createRemoteCounter(primary: IpcChannel, limit: CounterRequest["limit"], points: number): RateCounter {
  const send = (action: CounterRequest["action"], key: string, consumed = 0) =>
    primary.request("count", { limit, action, key, points: consumed });
  return {
    points,
    async consume(key, consumed = 1) {
      const count = await send("consume", key, consumed);
      if (count.consumedPoints > points) throw new RateLimiterRes(0, count.msBeforeNext, count.consumedPoints);
      return count;
    },
    reward: (key) => send("reward", key),
    delete: (key) => send("delete", key),
  };
}

/** The primary's handler. */
export function handleCounterRequests(
  counters: Readonly<Record<CounterRequest["limit"], RateCounter>>,
): (request: CounterRequest) => Promise<RateCount> {
  return async ({ limit, action, key, points }) => {
    const counter = counters[limit];
    if (action === "consume") return consumePoints(counter, key, points);
    if (action === "reward") await counter.reward(key);
    else await counter.delete(key);
    return { consumedPoints: 0, msBeforeNext: 0 };
  };
}
