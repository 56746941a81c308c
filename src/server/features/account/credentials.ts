import { timestamp } from "../../database/timestamp.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import type { CredentialsRow, UserQueries } from "./queries.ts";
import type { IssuedTokens, Sessions } from "./sessions.ts";

export interface Credentials {
  /**
   * The stored hash that the user's password fits. Undefined, after as long a time, where it does not fit, where the
   * password was a temporary one and has expired, and where there is no such user.
   */
  verify(userId: string, password: string): Promise<string | undefined>;
  /** Begins a session; undefined where `verify` would be. A hash that is weaker than new ones is replaced by a new one. */
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
    const fits = await hasher.verify(password, row?.passwordHash);
    return row && fits && !isExpired(row, now()) ? row.passwordHash : undefined;
  }

  async function logIn(userId: string, password: string): Promise<IssuedTokens | undefined> {
    const passwordHash = await verify(userId, password);
    if (passwordHash === undefined) return undefined;
    const rehashed = hasher.needsRehash(passwordHash) ? await hasher.hash(password) : undefined;
    const tokens = await sessions.open(userId, passwordHash, rehashed);
    // Not opened, the hash was replaced in the meantime: by another password, or at another login by a better hash.
    return tokens ?? logIn(userId, password);
  }

  return { verify, logIn };
}

function isExpired({ temporaryPasswordExpiresAt: expiresAt }: CredentialsRow, at: Date): boolean {
  return expiresAt !== null && timestamp(expiresAt) <= timestamp(at);
}
