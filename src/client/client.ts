import type { CallOptions, Operations } from "../../generated/client.ts";
import type { components } from "../../generated/schema.ts";
import { authenticate } from "./authenticate.ts";
import { createCalls } from "./calls.ts";
import { isApiError } from "./errors.ts";
import { followNotifications, type NotificationsOptions } from "./notifications.ts";
import { createPages, type PagedCalls } from "./pages.ts";
import { createSend, type RetryOptions } from "./retry.ts";
import { createSession, type IssuedTokens, type SignOutReason } from "./session.ts";
import { memoryTokens, type TokenStore } from "./token-store.ts";
import { type Sleep, sleep as sleepFor } from "./waiting.ts";

export interface ClientOptions {
  /** Where the server is: `http://localhost:3000`; empty for the origin of the page. */
  readonly baseUrl: string;
  /** The storage of the login, in memory by default; `localStorageTokens()` keeps it in a browser. */
  readonly tokens?: TokenStore;
  /** Called once at the end of a login, for whatever reason. Show the login page then. */
  readonly onSignedOut?: (reason: SignOutReason) => void;
  readonly retry?: RetryOptions;
  /** Replacements of runtime functions, for tests. */
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly now?: () => Date;
  readonly sleep?: Sleep;
  readonly random?: () => number;
}

/** A function for each operation, by its `operationId`; those below also manage the login. */
export interface Client extends Omit<Operations, "logIn" | "logOut" | "refreshToken"> {
  /** POST /auth/login: Log in. Further calls carry this member's token. */
  logIn: Operations["logIn"];
  /** POST /auth/logout: Log out. The client deletes the tokens even if the request fails. */
  logOut(request?: CallOptions): Promise<void>;
  /**
   * POST /auth/refresh: Refresh the tokens. The client does so by itself. Call it to apply changed permissions immediately.
   * @returns whether the login is still valid
   */
  refreshToken(request?: CallOptions): Promise<boolean>;
  /** The user id of the stored login. Sends no request. */
  signedInAs(): Promise<string | undefined>;
  /** Lists over all pages: `for await (const post of client.pages.listPosts()) ...` */
  readonly pages: PagedCalls;
  /** GET /notification/stream: notifications as they arrive, until the iteration ends. */
  notifications(options?: NotificationsOptions): AsyncGenerator<components["schemas"]["Notification"], void>;
}

/** A client for one server and one login at a time. */
export function createClient({
  baseUrl,
  tokens: store = memoryTokens(),
  onSignedOut = () => {},
  retry,
  fetch = (request) => globalThis.fetch(request),
  now = () => new Date(),
  sleep = sleepFor,
  random = Math.random,
}: ClientOptions): Client {
  const send = createSend({ fetch, retry, now, sleep, random });
  const session = createSession({ store, exchange, onSignedOut, now });
  const sendAuthenticated = authenticate(send, session);
  const calls = createCalls({ baseUrl, send, sendAuthenticated, now });

  async function exchange(refreshToken: string): Promise<IssuedTokens | undefined> {
    try {
      return await calls.refreshToken({ body: { refreshToken } });
    } catch (error) {
      if (isApiError(error, 400, 401)) return undefined;
      throw error;
    }
  }

  return {
    ...calls,
    async logIn(request) {
      const issued = await calls.logIn(request);
      await session.begin(request.body.id, issued);
      return issued;
    },
    async logOut(request) {
      const tokens = await session.kept();
      try {
        if (tokens) await calls.logOut({ ...request, body: { refreshToken: tokens.refreshToken } });
      } catch (error) {
        // It had ended already.
        if (!isApiError(error, 403)) throw error;
      } finally {
        await session.end("logOut");
      }
    },
    async refreshToken() {
      const tokens = await session.current();
      return tokens !== undefined && (await session.renew(tokens)) !== undefined;
    },
    signedInAs: async () => (await session.kept())?.userId,
    pages: createPages(calls),
    notifications: (options = {}) =>
      followNotifications({ baseUrl, send: sendAuthenticated, now, sleep, random }, options),
  };
}
