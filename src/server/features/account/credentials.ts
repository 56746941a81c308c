import type { PasswordHasher } from "../../crypto/password-hasher.ts";
import { timestamp } from "../../database/timestamp.ts";
import type { CredentialsRow, UserQueries } from "./queries.ts";
import type { IssuedTokens, Sessions } from "./sessions.ts";

export interface Credentials {
  /**
   * The stored hash, if the password matches it. Undefined, after the same time, if it does not match, if it is a temporary
   * password that has expired, or if there is no such user.
   */
  verify(userId: string, password: string): Promise<string | undefined>;
  /** Starts a session; undefined in the same cases as `verify`. Replaces a hash that is weaker than new ones. */
  logIn(userId: string, password: string): Promise<IssuedTokens | undefined>;
}

export interface CredentialsDeps {
  readonly users: Pick<UserQueries, "credentials">;
  readonly hasher: Pick<PasswordHasher, "hash" | "verify" | "needsRehash">;
  readonly sessions: Pick<Sessions, "open">;
  readonly now: () => Date;
}

export function createCredentials({ users, hasher, sessions, now }: CredentialsDeps): Credentials {
  async function verify(userId: string, password: string): Promise<string | undefined> {
    const row = await users.credentials(userId);
    const matches = await hasher.verify(password, row?.passwordHash);
    return row && matches && !isExpired(row, now()) ? row.passwordHash : undefined;
  }

  async function logIn(userId: string, password: string): Promise<IssuedTokens | undefined> {
    const passwordHash = await verify(userId, password);
    if (passwordHash === undefined) return undefined;
    const rehashed = hasher.needsRehash(passwordHash) ? await hasher.hash(password) : undefined;
    const tokens = await sessions.open(userId, passwordHash, rehashed);
    // Undefined means that the stored hash has changed since: by a password change, or by a rehash at another login.
    return tokens ?? logIn(userId, password);
  }

  return { verify, logIn };
}

function isExpired({ temporaryPasswordExpiresAt: expiresAt }: CredentialsRow, at: Date): boolean {
  return expiresAt !== null && timestamp(expiresAt) <= timestamp(at);
}
