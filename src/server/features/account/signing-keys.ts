import { createHash, createSecretKey, type KeyObject } from "node:crypto";

/** The secrets that access tokens are signed with. */
export interface SigningKeys {
  /** Signs new tokens. */
  readonly current: Key;
  /** Whichever key a token's `kid` names: the current one or the one before it. */
  find(kid: string): Key | undefined;
}

export interface Key {
  /** The first 8 hexadecimal digits of the secret's SHA-256. */
  readonly kid: string;
  /** A KeyObject, since jsonwebtoken takes forty times as long with a string. */
  readonly secret: KeyObject;
}

/**
 * @param secret signs and verifies
 * @param previous verifies what was signed before the secret was changed
 */
export function createSigningKeys(secret: string, previous?: string): SigningKeys {
  const current = createKey(secret);
  const keys = previous === undefined ? [current] : [current, createKey(previous)];
  return { current, find: (kid) => keys.find((key) => key.kid === kid) };
}

function createKey(secret: string): Key {
  const kid = createHash("sha256").update(secret).digest("hex").slice(0, 8);
  return { kid, secret: createSecretKey(secret, "utf8") };
}
