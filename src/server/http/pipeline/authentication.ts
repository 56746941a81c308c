import type { IncomingMessage } from "node:http";
import type { Caller } from "../request/caller.ts";
import type { ErrorAnswer } from "../response/answer.ts";
import { forbidden } from "../response/refusals.ts";
import type { CompiledOperation } from "./operation.ts";

/** The claims of a valid access token. */
export interface AccessTokenClaims {
  readonly id: string;
  readonly isAdmin: boolean;
  readonly sessionId: string;
  /** In seconds since 1970. */
  readonly expires: number;
}

/**
 * Verifies an access token; undefined if it is malformed, expired or revoked. It is synchronous, because it is called for
 * nearly every request and must need no database.
 */
export type Authenticate = (token: string) => AccessTokenClaims | undefined;

/** The caller, undefined for an operation that needs none; or the refusal. */
export type Authorization = { readonly caller: Caller | undefined } | { readonly refusal: ErrorAnswer };

/** RFC 6750, section 2.1; the scheme's name is case-insensitive. */
const bearer = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * Decides by its access token whether a request may reach an operation's handler.
 * A refusal because of the token has a challenge (RFC 6750, section 3), so a client knows that it should refresh the token; a
 * refusal because of missing rights has none.
 */
export function authorize(
  operation: Pick<CompiledOperation, "security" | "isForAdmins">,
  request: IncomingMessage,
  requestLine: string,
  authenticate: Authenticate,
): Authorization {
  if (operation.security === "none") return { caller: undefined };
  const authorization = request.headersDistinct.authorization ?? [];
  if (authorization.length === 0) {
    return operation.security === "optional" ? { caller: undefined } : refuse(requestLine, "Bearer");
  }
  // Two headers are refused: a proxy may have checked the other one.
  const token = authorization.length === 1 ? bearer.exec(authorization[0] ?? "")?.[1] : undefined;
  const claims = token === undefined ? undefined : authenticate(token);
  if (!claims) return refuse(requestLine, 'Bearer error="invalid_token"');
  if (operation.isForAdmins && !claims.isAdmin) return { refusal: forbidden({ requestLine }) };
  const { id, isAdmin, sessionId, expires } = claims;
  return { caller: { id, isAdmin, sessionId, expires, requestLine } };
}

function refuse(requestLine: string, challenge: string): Authorization {
  return { refusal: { ...forbidden({ requestLine }), headers: { "WWW-Authenticate": challenge } } };
}
