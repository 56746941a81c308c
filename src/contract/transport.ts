import { setTimeout as delay } from "node:timers/promises";
import { checkAnswer } from "./check-answer.ts";
import type { Spec } from "./spec.ts";
import { SpecViolation } from "./violation.ts";
import { exchange, type OutgoingRequest, type ReceivedAnswer } from "./wire.ts";

/** One request of a rule and its answer. */
export interface RecordedExchange {
  /** Undefined for a request to no operation, such as an unknown path. */
  readonly operationId: string | undefined;
  readonly answer: ReceivedAnswer;
}

/** Sends the requests of one rule. Every answer of an operation is checked against the spec before it is returned. */
export interface Transport {
  readonly spec: Spec;
  readonly baseUrl: string;
  readonly throttle: Throttle | undefined;
  /**
   * @param operationId the operation whose answers are documented; undefined for a request to no operation
   * @param retriesOn429 whether to wait after a 429 and repeat the request
   */
  send(operationId: string | undefined, outgoing: OutgoingRequest, retriesOn429?: boolean): Promise<ReceivedAnswer>;
}

export interface TransportOptions {
  readonly spec: Spec;
  /** The base URL of the server under test, without a trailing slash. */
  readonly baseUrl: string;
  /** Without one, a 429 is returned like any other answer. */
  readonly throttle?: Throttle;
  readonly signal?: AbortSignal;
  /** Receives each answer that passed its checks. */
  readonly onAnswer?: (operationId: string, answer: ReceivedAnswer) => void;
  /** Receives each exchange before its checks. */
  readonly onExchange?: (exchange: RecordedExchange) => void;
}

export function createTransport(options: TransportOptions): Transport {
  const { spec, baseUrl, throttle, signal, onAnswer, onExchange } = options;

  async function send(
    operationId: string | undefined,
    outgoing: OutgoingRequest,
    retriesOn429 = true,
  ): Promise<ReceivedAnswer> {
    await throttle?.waitUntilReady(signal);
    const answer = await attempt(operationId, outgoing);
    onExchange?.({ operationId, answer });
    if (retriesOn429 && answer.status === 429 && throttle?.postpone(answer.headers.get("retry-after") ?? undefined))
      return send(operationId, outgoing, retriesOn429);
    if (operationId !== undefined) {
      checkAnswer(spec, operationId, answer);
      onAnswer?.(operationId, answer);
    }
    return answer;
  }

  async function attempt(operationId: string | undefined, outgoing: OutgoingRequest): Promise<ReceivedAnswer> {
    try {
      return await exchange(outgoing, signal);
    } catch (error) {
      if (signal?.aborted) throw error;
      const cause = error instanceof Error ? String(error.cause ?? error.message) : String(error);
      throw new SpecViolation(`${outgoing.method} ${outgoing.url} got no answer: ${cause}`, operationId, undefined, {
        cause: error,
      });
    }
  }
  return { spec, baseUrl, throttle, send };
}

/** Delays all requests of a run while the server's rate limit is exceeded. */
export interface Throttle {
  /** How often a request was postponed. */
  readonly postponedRequests: number;
  waitUntilReady(signal?: AbortSignal): Promise<void>;
  /** Delays all requests until `Retry-After` has passed. @returns false if that is too long to wait for */
  postpone(retryAfter: string | undefined): boolean;
}

/** A rate limit for requests has a window of about a minute. One for failed logins may last for hours. */
const maxRetryAfterSeconds = 90;

export function createThrottle(): Throttle {
  let postponedRequests = 0;
  let notBefore = 0;
  return {
    get postponedRequests() {
      return postponedRequests;
    },
    async waitUntilReady(signal) {
      const remainingMs = notBefore - Date.now();
      if (remainingMs > 0) await delay(remainingMs, undefined, signal ? { signal } : {});
    },
    postpone(retryAfter = "") {
      const seconds = Number.parseInt(retryAfter, 10);
      if (!(seconds > 0 && seconds <= maxRetryAfterSeconds)) return false;
      postponedRequests++;
      notBefore = Math.max(notBefore, Date.now() + seconds * 1000);
      return true;
    },
  };
}
