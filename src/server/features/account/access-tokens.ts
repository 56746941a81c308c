import jwt from "jsonwebtoken";
import { cached } from "../../../util/lru-cache.ts";
import type { SigningKey, SigningKeys } from "./signing-keys.ts";

/** The caller, as an access token identifies it. */
export interface Identity {
  /** The user id. */
  readonly id: string;
  readonly isAdmin: boolean;
  readonly sessionId: string;
}

/** The claims of a token that was valid when it was verified. */
export interface Verified extends Identity {
  /** In seconds since 1970. */
  readonly expires: number;
}

/** Access tokens: JSON Web Tokens (RFC 7519), signed with HMAC-SHA-256. */
export interface AccessTokens {
  /** A token that expires `accessTokenSeconds` from now. */
  sign(identity: Identity): string;
  /** Undefined if the token is invalid or expired, or its session was revoked. */
  verifyAccessToken(token: string): Verified | undefined;
  /** Whether a token has expired, or its session was revoked, since it was verified. */
  isExpiredOrRevoked(verified: Pick<Verified, "sessionId" | "expires">): boolean;
}

export interface AccessTokenDeps {
  readonly keys: SigningKeys;
  readonly revocations: { has(sessionId: string): boolean };
  readonly now: () => Date;
}

/** RFC 7519: `exp` minus `iat`. */
export const accessTokenSeconds = 15 * 60;

const algorithm = "HS256";
const issuer = "minifb";
const audience = "minifb";

/** A cache hit costs a hundredth of a signature check. */
const maxCachedTokens = 10_000;

export function createAccessTokens({ keys, revocations, now }: AccessTokenDeps): AccessTokens {
  const seconds = () => Math.floor(now().getTime() / 1000);

  const find = cached(maxCachedTokens, (token) => verifySignature(token, keys, seconds()));

  function isExpiredOrRevoked({ sessionId, expires }: Pick<Verified, "sessionId" | "expires">): boolean {
    return expires <= seconds() || revocations.has(sessionId);
  }

  return {
    isExpiredOrRevoked,

    sign({ id, isAdmin, sessionId }) {
      const iat = seconds();
      const claims = { sub: id, sid: sessionId, adm: isAdmin, iat, exp: iat + accessTokenSeconds };
      return jwt.sign(claims, keys.current.secret, { algorithm, issuer, audience, keyid: keys.current.kid });
    },

    verifyAccessToken(token) {
      const entry = find(token);
      return entry && !isExpiredOrRevoked(entry) ? entry : undefined;
    },
  };
}

function verifySignature(token: string, keys: SigningKeys, clockTimestamp: number): Verified | undefined {
  const key = findKey(token, keys);
  if (key === undefined) return undefined;
  try {
    const claims = jwt.verify(token, key.secret, { algorithms: [algorithm], issuer, audience, clockTimestamp });
    if (typeof claims === "string" || claims.exp === undefined) return undefined;
    const { sub, sid, adm, exp } = claims;
    if (typeof sub !== "string" || typeof sid !== "string" || typeof adm !== "boolean") return undefined;
    return { id: sub, isAdmin: adm, sessionId: sid, expires: exp };
  } catch {
    // jsonwebtoken throws only for invalid tokens here.
    return undefined;
  }
}

function findKey(token: string, keys: SigningKeys): SigningKey | undefined {
  try {
    const kid = jwt.decode(token, { complete: true })?.header.kid;
    return kid === undefined ? undefined : keys.find(kid);
  } catch {
    return undefined;
  }
}
