import { NetworkError, retryAfterOf } from "./errors.ts";
import { jittered, type Sleep } from "./waiting.ts";

/** Sends a clone of the request, so that it can be sent again. */
export type Send = (request: Request) => Promise<Response>;

export interface RetryOptions {
  /** The max number of attempts, 3 by default; 1 disables retries. */
  readonly attempts?: number;
  /** The max seconds between two attempts, 10 by default. If the server asks for more, the call fails. */
  readonly longestWait?: number;
}

export interface RetryDeps {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly retry: RetryOptions | undefined;
  readonly now: () => Date;
  readonly sleep: Sleep;
  readonly random: () => number;
}

const idempotent = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"];
const firstPause = 300;

/**
 * Retries what is safe to retry: requests refused with 429 or 503 and a `Retry-After`, because these have had no effect;
 * and requests of idempotent methods (RFC 9110, section 9.2.2) after gateway and network errors.
 * A call whose signal is aborted fails with the signal's reason.
 * @throws NetworkError
 */
export function createSend({ fetch, retry = {}, now, sleep, random }: RetryDeps): Send {
  const { attempts = 3, longestWait = 10 } = retry;

  async function attempt(request: Request): Promise<Response | NetworkError> {
    try {
      return await fetch(request.clone());
    } catch (error) {
      if (request.signal.aborted) throw request.signal.reason;
      return new NetworkError(`There is no answer from ${new URL(request.url).host}`, { cause: error });
    }
  }

  /** In milliseconds; undefined for no further attempt. */
  function pauseAfter(outcome: Response | NetworkError, request: Request, made: number): number | undefined {
    const pause = jittered(firstPause * 2 ** made, random);
    if (outcome instanceof NetworkError) return idempotent.includes(request.method) ? pause : undefined;
    const seconds = retryAfterOf(outcome, now());
    if ([429, 503].includes(outcome.status) && seconds !== undefined) {
      return seconds <= longestWait ? seconds * 1000 : undefined;
    }
    return [502, 503, 504].includes(outcome.status) && idempotent.includes(request.method) ? pause : undefined;
  }

  return async (request) => {
    for (let made = 1; ; made++) {
      const outcome = await attempt(request);
      const pause = made < attempts ? pauseAfter(outcome, request, made) : undefined;
      if (pause !== undefined) {
        if (outcome instanceof Response) await outcome.body?.cancel();
        await sleep(pause, request.signal);
      } else if (outcome instanceof Response) return outcome;
      else throw outcome;
    }
  };
}
