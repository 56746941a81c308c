import type { Request } from "express";
import type { ErrorBody } from "./refusals.ts";

/** Problem details (RFC 9457). */
export interface ProblemDetails {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether `Accept` names `application/problem+json` and prefers it to `application/json` (RFC 9110, section 12.5.1). */
export function wantsProblem(request: Request): boolean {
  const accept = request.headers.accept;
  if (accept === undefined || !/problem\+json/i.test(accept)) return false;
  return request.accepts(["application/json", "application/problem+json"]) === "application/problem+json";
}

export function toProblem(status: number, body: unknown, requestId: string): ProblemDetails {
  const { result, hint } = isErrorBody(body) ? body : { result: "Error", hint: "" };
  const instance = uuid.test(requestId) ? `urn:uuid:${requestId}` : `urn:x-request-id:${requestId}`;
  return { type: "about:blank", title: result, status, detail: hint, instance };
}

export function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === "object" && body !== null && "result" in body && "hint" in body;
}
