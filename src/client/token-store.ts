/** What a client keeps of a login. */
export interface SessionTokens {
  /** Who logged in. */
  readonly userId: string;
  readonly accessToken: string;
  /** Good for one refresh. */
  readonly refreshToken: string;
  /** When the access token runs out, in milliseconds since 1970 by this machine's clock. */
  readonly expiresAt: number;
}

/** Where a client keeps its tokens. Its functions may be asynchronous. */
export interface TokenStore {
  get(): SessionTokens | undefined | Promise<SessionTokens | undefined>;
  set(tokens: SessionTokens): void | Promise<void>;
  clear(): void | Promise<void>;
  /**
   * Runs one piece of work at a time among all who share the store. To be given if they are not all one client: a refresh
   * token that two of them used would end the login.
   */
  exclusive?<T>(work: () => Promise<T>): Promise<T>;
}

/** Keeps the tokens until the page or the process ends. */
export function memoryTokens(): TokenStore {
  let kept: SessionTokens | undefined;
  return {
    get: () => kept,
    set(tokens) {
      kept = tokens;
    },
    clear() {
      kept = undefined;
    },
  };
}

/** Runs one piece of work after another, in the order they came. */
export function createMutex(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}
