import { createMutex, type SessionTokens, type TokenStore } from "./token-store.ts";

/** What the server gives for a refresh token. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** In seconds. */
  readonly expiresIn: number;
}

/** `logOut`: the client was asked to. `ended`: the server or another tab did it, or the login expired. */
export type SignOutReason = "logOut" | "ended";

/** One login: the tokens in the store, kept fresh. */
export interface Session {
  /** The tokens as they are kept; undefined when signed out. */
  kept(): Promise<SessionTokens | undefined>;
  /** Tokens that are good now, refreshed if they were about to run out; undefined when signed out. */
  current(): Promise<SessionTokens | undefined>;
  /**
   * Newer tokens of the same member than those that the server refused; undefined when signed out. However many requests
   * ask at once, the refresh token is used once.
   */
  renew(refused: SessionTokens): Promise<SessionTokens | undefined>;
  begin(userId: string, issued: IssuedTokens): Promise<void>;
  end(reason: SignOutReason): Promise<void>;
}

export interface SessionDeps {
  readonly store: TokenStore;
  /** Swaps a refresh token; undefined where the server takes it no more. Faults are thrown and leave the login as it is. */
  readonly exchange: (refreshToken: string) => Promise<IssuedTokens | undefined>;
  readonly onSignedOut: (reason: SignOutReason) => void;
  readonly now: () => Date;
}

/** Requests that start so few milliseconds before the token runs out could arrive too late. */
const margin = 30_000;

export function createSession({ store, exchange, onSignedOut, now }: SessionDeps): Session {
  const exclusive = store.exclusive?.bind(store) ?? createMutex();
  const renewals = new Map<string, Promise<SessionTokens | undefined>>();
  let seen: string | undefined;

  /** Reads the store, and tells if whoever was signed in is not any more. */
  async function look(reason: SignOutReason = "ended"): Promise<SessionTokens | undefined> {
    const tokens = await store.get();
    const isGone = seen !== undefined && seen !== tokens?.userId;
    seen = tokens?.userId;
    if (isGone) onSignedOut(reason);
    return tokens;
  }

  async function replace(refused: SessionTokens): Promise<SessionTokens | undefined> {
    const stored = await look();
    if (stored?.userId !== refused.userId) return undefined;
    if (stored.accessToken !== refused.accessToken) return stored;
    const issued = await exchange(stored.refreshToken);
    if (issued) {
      const tokens = toTokens(stored.userId, issued);
      await store.set(tokens);
      return tokens;
    }
    await store.clear();
    await look();
    return undefined;
  }

  function renew(refused: SessionTokens): Promise<SessionTokens | undefined> {
    const { accessToken } = refused;
    const renewal =
      renewals.get(accessToken) ?? exclusive(() => replace(refused)).finally(() => renewals.delete(accessToken));
    renewals.set(accessToken, renewal);
    return renewal;
  }

  function toTokens(userId: string, { accessToken, refreshToken, expiresIn }: IssuedTokens): SessionTokens {
    return { userId, accessToken, refreshToken, expiresAt: now().getTime() + expiresIn * 1000 };
  }

  return {
    kept: () => look(),
    renew,
    async current() {
      const tokens = await look();
      return tokens && now().getTime() >= tokens.expiresAt - margin ? renew(tokens) : tokens;
    },
    begin: (userId, issued) =>
      exclusive(async () => {
        await store.set(toTokens(userId, issued));
        seen = userId;
      }),
    end: (reason) =>
      exclusive(async () => {
        await store.clear();
        await look(reason);
      }),
  };
}
