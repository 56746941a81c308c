import { randomUUID } from "node:crypto";
import type { Request, Response } from "express";
import type { Caller } from "./caller.ts";
import { parseTarget, type RequestTarget } from "./target.ts";

/** What is known of one request and its answer, beside what Express knows. */
export interface RequestContext {
  readonly requestId: string;
  /** Of the request. */
  readonly target: RequestTarget;
  /** By `performance.now()`. */
  readonly startedAt: number;
  /** What routing found; `unmatched` for a path or method that the API does not have, undefined outside the API. */
  operationId: string | undefined;
  /** Whose token it came with, once that is known. */
  caller: Caller | undefined;
  /** What a 5xx told its client. */
  hint: string | undefined;
  /** Records the answer now and not at its end, which may be far: how long a stream lasts says nothing of the server. */
  settle: () => void;
  /** Headers that every answer to this request carries. */
  readonly headers: Record<string, string>;
}

/** A client's own id is taken over where it can do no harm in logs and URNs. */
const sane = /^[A-Za-z0-9._-]{1,128}$/;

export function requestIdOf({ headers }: Pick<Request, "headers">): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && sane.test(given) ? given : randomUUID();
}

export function createRequestContext(request: Request, response: Response): RequestContext {
  const requestId = requestIdOf(request);
  const exchange: RequestContext = {
    requestId,
    target: parseTarget(request.url),
    startedAt: performance.now(),
    operationId: undefined,
    caller: undefined,
    hint: undefined,
    settle: () => {},
    headers: { "X-Request-Id": requestId },
  };
  response.locals.exchange = exchange;
  return exchange;
}

export function requestContextOf(response: Response): RequestContext {
  return response.locals.exchange;
}
