import { setTimeout as delay } from "node:timers/promises";
import { checkAnswer } from "./check-answer.ts";
import type { Spec } from "./spec.ts";
import { SpecViolation } from "./violation.ts";
import { exchange, type OutgoingRequest, type ReceivedAnswer } from "./wire.ts";

/** One request of a rule and what came of it. */
export interface RecordedExchange {
  /** Undefined for what no operation describes, an unknown path for example. */
  readonly operationId: string | undefined;
  readonly answer: ReceivedAnswer;
}

/** Sends the requests of one rule; every answer of an operation is held against the spec before it is handed on. */
export interface Transport {
  readonly spec: Spec;
  readonly baseUrl: string;
  readonly throttle: Throttle | undefined;
  /**
   * @param operationId what the answer is to be held against; undefined for what no operation describes
   * @param waits whether a 429 is waited for, and the request repeated
   */
  send(operationId: string | undefined, outgoing: OutgoingRequest, waits?: boolean): Promise<ReceivedAnswer>;
}

export interface TransportOptions {
  readonly spec: Spec;
  /** Of any server that claims to keep the spec, without a slash at the end. */
  readonly baseUrl: string;
  /** Without one, a 429 is handed on like any other answer. */
  readonly throttle?: Throttle;
  readonly signal?: AbortSignal;
  /** Is told of each answer that passed its checks. */
  readonly onAnswer?: (operationId: string, answer: ReceivedAnswer) => void;
  /** Is told of each exchange, before its checks. */
  readonly onExchange?: (exchange: RecordedExchange) => void;
}

export function createTransport(options: TransportOptions): Transport {
  const { spec, baseUrl, throttle, signal, onAnswer, onExchange } = options;

  async function send(
    operationId: string | undefined,
    outgoing: OutgoingRequest,
    waits = true,
  ): Promise<ReceivedAnswer> {
    await throttle?.waitUntilReady(signal);
    const answer = await attempt(operationId, outgoing);
    onExchange?.({ operationId, answer });
    if (waits && answer.status === 429 && throttle?.postpone(answer.headers.get("retry-after") ?? undefined))
      return send(operationId, outgoing, waits);
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

/** Lets all requests of a run wait while the server has had enough of them. */
export interface Throttle {
  /** How often a request was put off. */
  readonly postponedRequests: number;
  waitUntilReady(signal?: AbortSignal): Promise<void>;
  /** Notes when the server wants to be asked again, by its `Retry-After`; false where that is too long to wait for. */
  postpone(retryAfter: string | undefined): boolean;
}

/** A limit on requests has a window of a minute or so; a limit on failed logins may have one of hours. */
const maxRetryAfterSeconds = 90;

export function createThrottle(): Throttle {
  let waits = 0;
  let notBefore = 0;
  return {
    get postponedRequests() {
      return waits;
    },
    async waitUntilReady(signal) {
      const rest = notBefore - Date.now();
      if (rest > 0) await delay(rest, undefined, signal ? { signal } : {});
    },
    postpone(retryAfter = "") {
      const seconds = Number.parseInt(retryAfter, 10);
      if (!(seconds > 0 && seconds <= maxRetryAfterSeconds)) return false;
      waits++;
      notBefore = Math.max(notBefore, Date.now() + seconds * 1000);
      return true;
    },
  };
}
