import type { Send } from "./retry.ts";
import type { Session } from "./session.ts";
import type { SessionTokens } from "./token-store.ts";
import { untilAborted } from "./waiting.ts";

/**
 * Sends requests with the access token of the login. A request that is refused with `error="invalid_token"` (RFC 6750, section
 * 3) is sent again after a refresh. Other refusals are final.
 */
export function authenticate(send: Send, session: Pick<Session, "current" | "renew">): Send {
  return async (request) => {
    // A refresh serves all requests, so aborting one request does not abort it.
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
