import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { RateCounter } from "../../http/overload/rate-counter.ts";

/**
 * Limits wrong passwords by account id, including ids without an account. Each node has its own count, so with several nodes
 * the limit applies to each.
 */
export interface LoginThrottle {
  /**
   * Runs `work` unless the account has had too many failures. An attempt counts as a failure from its start, so that
   * concurrent attempts are limited too; a success resets the count; an attempt that throws is not counted.
   * @param failed whether an answer of `work` is a failure
   */
  limit<T>(account: string, work: () => Promise<T>, failed: (answer: T) => boolean): Promise<T | TooManyFailures>;
}

export type TooManyFailures = ReturnType<typeof tooManyAttempts>;

export const maxLoginFailures = 10;
const windowSeconds = 15 * 60;

/** Counts in this process. */
export function createLoginFailureCounter(): RateCounter {
  return new RateLimiterMemory({ points: maxLoginFailures, duration: windowSeconds });
}

export function createLoginThrottle(
  counter: Pick<RateCounter, "consume" | "reward" | "delete"> = createLoginFailureCounter(),
): LoginThrottle {
  return {
    async limit(account, work, failed) {
      try {
        await counter.consume(account);
      } catch (rejection) {
        if (rejection instanceof RateLimiterRes) return tooManyAttempts(rejection.msBeforeNext);
        throw rejection;
      }
      let answer: Awaited<ReturnType<typeof work>>;
      try {
        answer = await work();
      } catch (error) {
        await counter.reward(account);
        throw error;
      }
      if (!failed(answer)) await counter.delete(account);
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
      "RateLimit-Policy": `"account";q=${maxLoginFailures};w=${windowSeconds}`,
    },
    body: { result: "Too Many Requests", hint: `Too many wrong passwords, try again in ${seconds} seconds` },
  };
}
