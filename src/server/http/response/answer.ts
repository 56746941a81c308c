import type { Request, Response } from "express";
import { discardBody } from "../request/discard-body.ts";
import { requestContextOf } from "../request/request-context.ts";
import { isErrorBody, toProblem, wantsProblem } from "./problem.ts";
import type { ErrorBody } from "./refusals.ts";
import { apiHeaders } from "./security-headers.ts";
import { serializedJson } from "./serialized-body.ts";
import type { Serialize } from "./serializers.ts";

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

/** An answer as it goes over the wire. */
export interface ComposedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  /** In UTF-8; undefined for no body. */
  readonly body: Buffer | undefined;
}

/** Composes an answer and writes it. */
export function writeAnswer(request: Request, response: Response, answer: Answer): void {
  sendAnswer(request, response, composeAnswer(request, response, answer));
}

/**
 * Makes an answer's JSON and headers.
 * A 4xx or 5xx becomes `application/problem+json` (RFC 9457) where the client's `Accept` prefers that.
 */
export function composeAnswer(
  request: Request,
  response: Response,
  answer: Answer,
  serialize: Serialize = stringify,
): ComposedAnswer {
  const exchange = requestContextOf(response);
  const { status } = answer;
  if (status >= 500 && isErrorBody(answer.body)) exchange.hint = answer.body.hint;
  const isProblem = status >= 400 && answer.contentType === undefined && wantsProblem(request);
  const contentType = answer.contentType ?? (isProblem ? "application/problem+json" : "application/json");
  const body = isProblem ? toProblem(status, answer.body, exchange.requestId) : answer.body;
  const headers: Record<string, string | number> = Object.assign({}, apiHeaders, exchange.headers, answer.headers);
  if (body === undefined) return { status, headers, body: undefined };
  const bytes = serializedJson(body) ?? Buffer.from(serialize(exchange.operationId, status, body));
  headers["Content-Type"] = `${contentType}; charset=utf-8`;
  headers["Content-Length"] = bytes.length;
  return { status, headers, body: bytes };
}

/** All headers go through one `writeHead`, which Node writes fastest. */
export function sendAnswer(request: Request, response: Response, { status, headers, body }: ComposedAnswer): void {
  // Deno would never close a response that is written to nobody.
  if (request.socket.destroyed) return;
  discardBody(request);
  response.writeHead(status, headers).end(body);
}

/** For whatever no schema describes. */
export const stringify: Serialize = (_operationId, _status, body) => JSON.stringify(body);
