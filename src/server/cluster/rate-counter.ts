import { RateLimiterRes } from "rate-limiter-flexible";
import { type Count, type Counter, take } from "../http/overload/rate-counter.ts";
import type { Link } from "./ipc-channel.ts";
import type { CountQuestion } from "./messages.ts";

/** A counter that is in the primary, and so counts for all workers. */
export function counterOf(primary: Link, limit: CountQuestion["limit"], points: number): Counter {
  const ask = (act: CountQuestion["act"], key: string, taken = 0) =>
    primary.ask("count", { limit, act, key, points: taken });
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
export function answerCounts(
  counters: Readonly<Record<CountQuestion["limit"], Counter>>,
): (question: CountQuestion) => Promise<Count> {
  return async ({ limit, act, key, points }) => {
    const counter = counters[limit];
    if (act === "take") return take(counter, key, points);
    if (act === "giveBack") await counter.reward(key);
    else await counter.delete(key);
    return { consumedPoints: 0, msBeforeNext: 0 };
  };
}
