import { createMutex, type SessionTokens, type TokenStore } from "./token-store.ts";

/** The answer of a login or refresh. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** In seconds. */
  readonly expiresIn: number;
}

/** `logOut`: by a call of this client. `ended`: by the server or another tab, or the login expired. */
export type SignOutReason = "logOut" | "ended";

/** One login: stores its tokens and refreshes them. */
export interface Session {
  /** The stored tokens; undefined when signed out. */
  kept(): Promise<SessionTokens | undefined>;
  /** Valid tokens, refreshed if they expire soon; undefined when signed out. */
  current(): Promise<SessionTokens | undefined>;
  /**
   * Tokens of the same member that replace the refused ones; undefined when signed out. Concurrent calls share one
   * refresh.
   */
  renew(refused: SessionTokens): Promise<SessionTokens | undefined>;
  begin(userId: string, issued: IssuedTokens): Promise<void>;
  end(reason: SignOutReason): Promise<void>;
}

export interface SessionDeps {
  readonly store: TokenStore;
  /** Exchanges a refresh token; undefined if the server refuses it. Other errors are thrown and do not end the login. */
  readonly exchange: (refreshToken: string) => Promise<IssuedTokens | undefined>;
  readonly onSignedOut: (reason: SignOutReason) => void;
  readonly now: () => Date;
}

/** Tokens are refreshed this many milliseconds before they expire, so that requests do not arrive too late. */
const margin = 30_000;

export function createSession({ store, exchange, onSignedOut, now }: SessionDeps): Session {
  const exclusive = store.exclusive?.bind(store) ?? createMutex();
  const renewals = new Map<string, Promise<SessionTokens | undefined>>();
  let seen: string | undefined;

  /** Reads the store, and reports a login that has ended since the last read. */
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
