import { RateLimiterRes } from "rate-limiter-flexible";

/** A fixed-window counter: a key's window begins with its first point. `RateLimiterMemory` is one. */
export interface RateCounter {
  /** The maximum of points in a window. */
  readonly points: number;
  /** Takes points, one by default; rejects with a `RateLimiterRes` if that exceeds the maximum. */
  consume(key: string, points?: number): Promise<RateCount>;
  /** Returns one point. */
  reward(key: string): Promise<unknown>;
  /** Returns all points. */
  delete(key: string): Promise<unknown>;
}

/** How many points are taken, and in how many milliseconds the window ends. */
export interface RateCount {
  readonly consumedPoints: number;
  readonly msBeforeNext: number;
}

/** Takes points and returns the count, also if that exceeds the maximum. */
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
