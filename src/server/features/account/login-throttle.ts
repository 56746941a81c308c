import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { RateCounter } from "../../http/overload/rate-counter.ts";

/**
 * Counts wrong passwords by account, whether or not there is such an account. Each node counts on its own, so with
 * several nodes an account gets as many attempts from each.
 */
export interface LoginThrottle {
  /**
   * Runs `work` unless the account has had too many failures, and counts a failure where `failed` says so. An attempt
   * counts from its beginning, so that many at once get no more tries than one after another; a success sets the count
   * back to none; a throw counts for nothing.
   */
  limit<T>(account: string, work: () => Promise<T>, failed: (answer: T) => boolean): Promise<T | TooManyFailures>;
}

export type TooManyFailures = ReturnType<typeof tooManyAttempts>;

export const maxFailures = 10;
const windowSeconds = 15 * 60;

/** Counts the failures of each account in this process. */
export function countFailures(): RateCounter {
  return new RateLimiterMemory({ points: maxFailures, duration: windowSeconds });
}

export function createLoginThrottle(
  limiter: Pick<RateCounter, "consume" | "reward" | "delete"> = countFailures(),
): LoginThrottle {
  return {
    async limit(account, work, failed) {
      try {
        await limiter.consume(account);
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return tooManyAttempts(refused.msBeforeNext);
        throw refused;
      }
      let answer: Awaited<ReturnType<typeof work>>;
      try {
        answer = await work();
      } catch (error) {
        await limiter.reward(account);
        throw error;
      }
      if (!failed(answer)) await limiter.delete(account);
      return answer;
    },
  };
}

/** For benchmarks and tests. */
export const noLoginThrottle: LoginThrottle = { limit: (_account, work) => work() };

function tooManyAttempts(milliseconds: number) {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return {
    status: 429 as const,
    headers: {
      "Retry-After": seconds,
      RateLimit: `"account";r=0;t=${seconds}`,
      "RateLimit-Policy": `"account";q=${maxFailures};w=${windowSeconds}`,
    },
    body: { result: "Too Many Requests", hint: `Too many wrong passwords, try again in ${seconds} seconds` },
  };
}
