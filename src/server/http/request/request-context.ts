import { randomUUID } from "node:crypto";
import type { Request, Response } from "express";
import type { Caller } from "./caller.ts";
import { parseTarget, type RequestTarget } from "./target.ts";

/** The state of one request and its response that Express does not have. */
export interface RequestContext {
  readonly requestId: string;
  readonly target: RequestTarget;
  /** By `performance.now()`. */
  readonly startedAt: number;
  /** `unmatched` for a path or method that the API does not have; undefined outside the API. */
  operationId: string | undefined;
  /** Set after authentication. */
  caller: Caller | undefined;
  /** The hint in the body of a 5xx. */
  hint: string | undefined;
  /** Records the answer for metrics. Event streams call it when they start, since their duration is no latency. */
  recordAnswer: () => void;
  /** Headers that are added to any answer to this request. */
  readonly headers: Record<string, string>;
}

/** The ids of clients that are accepted: those that are safe in logs and URNs. */
const safeRequestId = /^[A-Za-z0-9._-]{1,128}$/;

export function requestIdOf({ headers }: Pick<Request, "headers">): string {
  const clientId = headers["x-request-id"];
  return typeof clientId === "string" && safeRequestId.test(clientId) ? clientId : randomUUID();
}

export function createRequestContext(request: Request, response: Response): RequestContext {
  const requestId = requestIdOf(request);
  const context: RequestContext = {
    requestId,
    target: parseTarget(request.url),
    startedAt: performance.now(),
    operationId: undefined,
    caller: undefined,
    hint: undefined,
    recordAnswer: () => {},
    headers: { "X-Request-Id": requestId },
  };
  response.locals.context = context;
  return context;
}

export function requestContextOf(response: Response): RequestContext {
  return response.locals.context;
}
