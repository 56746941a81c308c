import { createHash, createSecretKey, type KeyObject } from "node:crypto";

/** The keys of access tokens. */
export interface SigningKeys {
  /** Signs new tokens. */
  readonly current: SigningKey;
  /** The current or the previous key, by a token's `kid`. */
  find(kid: string): SigningKey | undefined;
}

export interface SigningKey {
  /** The first 8 hexadecimal digits of the secret's SHA-256. */
  readonly kid: string;
  /** A KeyObject: jsonwebtoken takes forty times as long with a string. */
  readonly secret: KeyObject;
}

/**
 * @param secret signs and verifies
 * @param previous only verifies, for tokens from before a change of the secret
 */
export function createSigningKeys(secret: string, previous?: string): SigningKeys {
  const current = createKey(secret);
  const keys = previous === undefined ? [current] : [current, createKey(previous)];
  return { current, find: (kid) => keys.find((key) => key.kid === kid) };
}

function createKey(secret: string): SigningKey {
  const kid = createHash("sha256").update(secret).digest("hex").slice(0, 8);
  return { kid, secret: createSecretKey(secret, "utf8") };
}
