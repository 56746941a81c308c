/** The stored tokens of a login. */
export interface SessionTokens {
  /** The id of the member. */
  readonly userId: string;
  readonly accessToken: string;
  /** Valid for one refresh. */
  readonly refreshToken: string;
  /** The expiry of the access token, in milliseconds since 1970 by the local clock. */
  readonly expiresAt: number;
}

/** The storage of the tokens. Its functions may be asynchronous. */
export interface TokenStore {
  get(): SessionTokens | undefined | Promise<SessionTokens | undefined>;
  set(tokens: SessionTokens): void | Promise<void>;
  clear(): void | Promise<void>;
  /**
   * A mutex among all clients that share the store. Needed if several clients share it: a refresh token that is used twice
   * ends the login.
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

/** A mutex: runs one task after another, in FIFO order. */
export function createMutex(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}
