import type { Caller } from "../request/caller.ts";

/** The body of every 4xx and 5xx, as the API guideline defines it. */
export interface ErrorBody {
  /** The status's reason phrase, for example `Not Found`. */
  readonly result: string;
  /** What is wrong, for the client's developer or user. */
  readonly hint: string;
}

export interface Refusal<Status extends number> {
  readonly status: Status;
  readonly body: ErrorBody;
}

export function badRequest(hint: string): Refusal<400> {
  return { status: 400, body: { result: "Bad Request", hint } };
}

export function unauthorized(hint: string): Refusal<401> {
  return { status: 401, body: { result: "Unauthorized", hint } };
}

/** The API guideline prescribes the hint. */
export function forbidden({ requestLine }: Pick<Caller, "requestLine">): Refusal<403> {
  return { status: 403, body: { result: "Forbidden", hint: `You have not permission for '${requestLine}'` } };
}

export function notFound(hint: string): Refusal<404> {
  return { status: 404, body: { result: "Not Found", hint } };
}

export function conflict(hint: string): Refusal<409> {
  return { status: 409, body: { result: "Conflict", hint } };
}
