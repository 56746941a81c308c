import jwt from "jsonwebtoken";
import { cached } from "../../../util/lru-cache.ts";
import { accessTokenSeconds } from "./access-token-lifetime.ts";
import type { Revocations } from "./revocations.ts";
import type { Key, SigningKeys } from "./signing-keys.ts";

/** What an access token says of whoever sends it. */
export interface Identity {
  /** The user's. */
  readonly id: string;
  readonly isAdmin: boolean;
  readonly sessionId: string;
}

/** What a token says that was found to be ours. */
export interface Verified extends Identity {
  /** In seconds since 1970. */
  readonly expires: number;
}

/** Access tokens: JSON Web Tokens (RFC 7519), signed with HMAC-SHA-256. */
export interface AccessTokens {
  /** A token that is good for `accessTokenSeconds` from now. */
  sign(identity: Identity): string;
  /** Undefined for whatever is no token of ours, is expired, or belongs to a session that was ended. */
  verifyAccessToken(token: string): Verified | undefined;
  /** Whether a token that was good has expired since, or its session was ended. */
  isOver(verified: Pick<Verified, "sessionId" | "expires">): boolean;
}

export interface AccessTokenDeps {
  readonly keys: SigningKeys;
  readonly revocations: Pick<Revocations, "has">;
  readonly now: () => Date;
}

const algorithm = "HS256";
const issuer = "minifb";
const audience = "minifb";

/** How many verified tokens are remembered; a check of one costs a hundredth of the signature's. */
const remembered = 10_000;

export function createAccessTokens({ keys, revocations, now }: AccessTokenDeps): AccessTokens {
  const seconds = () => Math.floor(now().getTime() / 1000);

  const find = cached(remembered, (token) => check(token, keys, seconds()));

  function isOver({ sessionId, expires }: Pick<Verified, "sessionId" | "expires">): boolean {
    return expires <= seconds() || revocations.has(sessionId);
  }

  return {
    isOver,

    sign({ id, isAdmin, sessionId }) {
      const iat = seconds();
      const claims = { sub: id, sid: sessionId, adm: isAdmin, iat, exp: iat + accessTokenSeconds };
      return jwt.sign(claims, keys.current.secret, { algorithm, issuer, audience, keyid: keys.current.kid });
    },

    verifyAccessToken(token) {
      const entry = find(token);
      return entry && !isOver(entry) ? entry : undefined;
    },
  };
}

function check(token: string, keys: SigningKeys, clockTimestamp: number): Verified | undefined {
  const key = keyOf(token, keys);
  if (key === undefined) return undefined;
  try {
    const claims = jwt.verify(token, key.secret, { algorithms: [algorithm], issuer, audience, clockTimestamp });
    if (typeof claims === "string" || claims.exp === undefined) return undefined;
    const { sub, sid, adm, exp } = claims;
    if (typeof sub !== "string" || typeof sid !== "string" || typeof adm !== "boolean") return undefined;
    return { id: sub, isAdmin: adm, sessionId: sid, expires: exp };
  } catch {
    // Whatever jsonwebtoken has against it, it is the token's fault: there is nothing else in it that could fail.
    return undefined;
  }
}

function keyOf(token: string, keys: SigningKeys): Key | undefined {
  try {
    const kid = jwt.decode(token, { complete: true })?.header.kid;
    return kid === undefined ? undefined : keys.find(kid);
  } catch {
    return undefined;
  }
}
