import type { Send } from "./retry.ts";
import type { Session } from "./session.ts";
import type { SessionTokens } from "./token-store.ts";
import { untilAborted } from "./waiting.ts";

/**
 * Sends requests in the name of whoever is signed in. One that the server refuses because of its token is sent again with a
 * new one; a refusal for lack of rights has no such challenge (RFC 6750, section 3) and is final.
 */
export function authenticate(send: Send, session: Pick<Session, "current" | "renew">): Send {
  return async (request) => {
    // A refresh serves all requests, so whoever gives up stops waiting for it, and it goes on.
    const tokens = await untilAborted(session.current(), request.signal);
    if (!tokens) return send(request);
    const response = await send(withToken(request, tokens));
    if (!isTokenRefused(response)) return response;
    const renewed = await untilAborted(session.renew(tokens), request.signal);
    if (!renewed) return response;
    await response.body?.cancel();
    return send(withToken(request, renewed));
  };
}

function withToken(request: Request, { accessToken }: SessionTokens): Request {
  const authorized = request.clone();
  authorized.headers.set("Authorization", `Bearer ${accessToken}`);
  return authorized;
}

function isTokenRefused({ status, headers }: Response): boolean {
  return status === 403 && /^Bearer\b.*\berror="?invalid_token"?/i.test(headers.get("WWW-Authenticate") ?? "");
}
