import type { Request, Response } from "express";
import { drain } from "./drain.ts";
import { exchangeOf } from "./exchange.ts";
import { toProblem, wantsProblem } from "./problem.ts";
import { apiHeaders } from "./protection.ts";
import type { ErrorBody } from "./refusals.ts";

/** What the dispatcher writes: any operation's answer, and the refusals that come before a handler is asked. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  /** JSON of some kind; `application/json` unless told. */
  readonly contentType?: string;
}

/** A 4xx or 5xx that is made here and not by a handler. */
export interface ErrorAnswer extends Answer {
  readonly body: ErrorBody;
}

/**
 * Writes an answer as JSON. All headers go through one `writeHead`, which Node writes fastest.
 * A 4xx or 5xx becomes `application/problem+json` (RFC 9457) where the client's `Accept` prefers that.
 */
export function writeAnswer(request: Request, response: Response, answer: Answer): void {
  // Deno would never close a response that is written to nobody.
  if (request.socket.destroyed) return;
  const exchange = exchangeOf(response);
  const isProblem = answer.status >= 400 && answer.contentType === undefined && wantsProblem(request);
  const contentType = answer.contentType ?? (isProblem ? "application/problem+json" : "application/json");
  const body = isProblem ? toProblem(answer.status, answer.body, exchange.requestId) : answer.body;
  const headers = { ...apiHeaders, ...exchange.headers, ...answer.headers };
  if (!request.complete) drain(request);
  if (body === undefined) {
    response.writeHead(answer.status, headers).end();
    return;
  }
  const text = JSON.stringify(body);
  response
    .writeHead(answer.status, {
      ...headers,
      "Content-Type": `${contentType}; charset=utf-8`,
      "Content-Length": Buffer.byteLength(text),
    })
    .end(text);
}
