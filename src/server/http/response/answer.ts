import type { Request, Response } from "express";
import { discardBody } from "../request/discard-body.ts";
import { requestContextOf } from "../request/request-context.ts";
import { isErrorBody, toProblem, wantsProblem } from "./problem.ts";
import type { ErrorBody } from "./refusals.ts";
import { apiHeaders } from "./security-headers.ts";
import { isSerializedBody } from "./serialized-body.ts";
import { type Serialize, stringify } from "./serializers.ts";

/** What the dispatcher writes: an operation's answer, or a refusal that comes before its handler is called. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** A `SerializedBody` is sent as it is; all others are serialized. */
  readonly body?: unknown;
  /** A media type of JSON; `application/json` by default. */
  readonly contentType?: string;
}

/** A 4xx or 5xx that does not come from a handler. */
export interface ErrorAnswer extends Answer {
  readonly body: ErrorBody;
}

/** An answer as it is sent. */
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
 * Makes the bytes and the headers of an answer.
 * A 4xx or 5xx becomes `application/problem+json` (RFC 9457) where the client's `Accept` prefers that.
 */
export function composeAnswer(
  request: Request,
  response: Response,
  answer: Answer,
  serialize: Serialize = stringify,
): ComposedAnswer {
  const context = requestContextOf(response);
  const { status } = answer;
  if (status >= 500 && isErrorBody(answer.body)) context.hint = answer.body.hint;
  const isProblem = status >= 400 && answer.contentType === undefined && wantsProblem(request);
  const contentType = answer.contentType ?? (isProblem ? "application/problem+json" : "application/json");
  const body = isProblem ? toProblem(status, answer.body, context.requestId) : answer.body;
  const headers: Record<string, string | number> = Object.assign({}, apiHeaders, context.headers, answer.headers);
  if (body === undefined) return { status, headers, body: undefined };
  const bytes = isSerializedBody(body) ? body.bytes : Buffer.from(serialize(context.operationId, status, body));
  headers["Content-Type"] = `${contentType}; charset=utf-8`;
  headers["Content-Length"] = bytes.length;
  return { status, headers, body: bytes };
}

export function sendAnswer(request: Request, response: Response, { status, headers, body }: ComposedAnswer): void {
  // Deno never closes a response that is written after its client has gone.
  if (request.socket.destroyed) return;
  discardBody(request);
  response.writeHead(status, headers).end(body);
}
