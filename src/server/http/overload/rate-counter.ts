import { RateLimiterRes } from "rate-limiter-flexible";

/** What a limit counts with, by keys in windows that begin with a key's first point: a `RateLimiterMemory`, or the like. */
export interface RateCounter {
  /** How many points may be taken in a window. */
  readonly points: number;
  /** Takes points, one unless told; rejects with a `RateLimiterRes` where that makes more than there are. */
  consume(key: string, points?: number): Promise<RateCount>;
  /** Gives one point back. */
  reward(key: string): Promise<unknown>;
  /** Gives all points back. */
  delete(key: string): Promise<unknown>;
}

/** How many points are taken, and for how many milliseconds more. */
export interface RateCount {
  readonly consumedPoints: number;
  readonly msBeforeNext: number;
}

/** What is counted after points were taken, also where that were too many. */
export async function consumePoints(
  counter: Pick<RateCounter, "consume">,
  key: string,
  points = 1,
): Promise<RateCount> {
  const { consumedPoints, msBeforeNext } = await counter.consume(key, points).catch((reason: unknown) => {
    if (reason instanceof RateLimiterRes) return reason;
    throw reason;
  });
  return { consumedPoints, msBeforeNext };
}
