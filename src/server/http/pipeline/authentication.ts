import type { IncomingMessage } from "node:http";
import type { Caller } from "../request/caller.ts";
import { headerLines } from "../request/header-lines.ts";
import type { ErrorAnswer } from "../response/answer.ts";
import { forbidden } from "../response/refusals.ts";
import type { CompiledOperation } from "./operation.ts";

/** Who a valid access token speaks for. */
export interface Identity {
  readonly id: string;
  readonly isAdmin: boolean;
  readonly sessionId: string;
  /** In seconds since 1970. */
  readonly expires: number;
}

/**
 * Tells whose token it is; undefined for one that is malformed, expired or revoked. Nearly every request asks, so it must
 * know without asking anybody else.
 */
export type Authenticate = (token: string) => Identity | undefined;

/** Who asks, undefined where nobody needs to say; or the refusal to answer with. */
export type Authorization = { readonly caller: Caller | undefined } | { readonly refusal: ErrorAnswer };

/** RFC 6750, section 2.1; the scheme's name is case-insensitive. */
const bearer = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * Decides whether a request may reach an operation's handler, as far as its token tells.
 * A refusal for the token carries a challenge (RFC 6750, section 3), by which a client knows that it should refresh; a
 * refusal for lack of rights carries none.
 */
export function authorize(
  operation: Pick<CompiledOperation, "security" | "isForAdmins">,
  request: IncomingMessage,
  requestLine: string,
  authenticate: Authenticate,
): Authorization {
  if (operation.security === "none") return { caller: undefined };
  const authorization = headerLines(request, "authorization");
  if (authorization.length === 0) {
    return operation.security === "optional" ? { caller: undefined } : refuse(requestLine, "Bearer");
  }
  // Two headers: another server on the way may have believed the other one.
  const token = authorization.length === 1 ? bearer.exec(authorization[0] ?? "")?.[1] : undefined;
  const identity = token === undefined ? undefined : authenticate(token);
  if (!identity) return refuse(requestLine, 'Bearer error="invalid_token"');
  if (operation.isForAdmins && !identity.isAdmin) return { refusal: forbidden({ requestLine }) };
  // What is spread into an object was found to outlive its request until a full collection, and all that it had to do with it.
  const { id, isAdmin, sessionId, expires } = identity;
  return { caller: { id, isAdmin, sessionId, expires, requestLine } };
}

function refuse(requestLine: string, challenge: string): Authorization {
  return { refusal: { ...forbidden({ requestLine }), headers: { "WWW-Authenticate": challenge } } };
}
