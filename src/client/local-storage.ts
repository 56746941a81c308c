import { createMutex, type SessionTokens, type TokenStore } from "./token-store.ts";

/** What is needed of the Web Storage API. */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** What is needed of the Web Locks API. */
export interface Locks {
  request<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** Globals of browsers, which the types of Node do not know. */
declare const localStorage: KeyValueStorage;
declare const navigator: { readonly locks?: Locks } | undefined;

export interface LocalStorageOptions {
  /** The name of the item, `minifb` by default. */
  readonly key?: string;
  readonly storage?: KeyValueStorage;
  /** Undefined where the browser has none, as on pages that came neither by HTTPS nor from this machine. */
  readonly locks?: Locks | undefined;
}

/**
 * Keeps the tokens across reloads and shares them among the tabs of one origin, which take turns to refresh them. A script
 * that somebody smuggles into the page can read them; a page that cannot rule that out keeps them in memory.
 */
export function localStorageTokens({
  key = "minifb",
  storage = localStorage,
  locks = typeof navigator === "undefined" ? undefined : navigator.locks,
}: LocalStorageOptions = {}): TokenStore {
  return {
    get: () => parse(storage.getItem(key)),
    set: (tokens) => storage.setItem(key, JSON.stringify(tokens)),
    clear: () => storage.removeItem(key),
    exclusive: locks ? (work) => locks.request(key, work) : createMutex(),
  };
}

/** Other versions of a page, and people, may have written something else there. */
function parse(text: string | null): SessionTokens | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return isSessionTokens(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isSessionTokens(value: unknown): value is SessionTokens {
  if (typeof value !== "object" || value === null) return false;
  const texts = ["userId", "accessToken", "refreshToken"];
  return texts.every((name) => typeof Reflect.get(value, name) === "string") && "expiresAt" in value;
}
