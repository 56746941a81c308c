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
  /** Where the server is: `http://localhost:3000`; empty for the one that a page came from. */
  readonly baseUrl: string;
  /** Where the login is kept, in memory by default; `localStorageTokens()` keeps it in a browser. */
  readonly tokens?: TokenStore;
  /** Called once whenever a login is over, whoever ended it: the time to show the page that logs in. */
  readonly onSignedOut?: (reason: SignOutReason) => void;
  readonly retry?: RetryOptions;
  /** Stand-ins for what the runtime has, in tests above all. */
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly now?: () => Date;
  readonly sleep?: Sleep;
  readonly random?: () => number;
}

/** A function for each operation, by its `operationId`; those below know of the login. */
export interface Client extends Omit<Operations, "logIn" | "logOut" | "refreshToken"> {
  /** POST /auth/login: Log in. From now on the client's calls are made in this member's name. */
  logIn: Operations["logIn"];
  /** POST /auth/logout: Log out. The client forgets the login even if the server cannot be told. */
  logOut(request?: CallOptions): Promise<void>;
  /**
   * POST /auth/refresh: Refresh the tokens. The client does so by itself; this makes a change of rights count at once.
   * @returns whether somebody is still signed in
   */
  refreshToken(request?: CallOptions): Promise<boolean>;
  /** Who is signed in, as far as the kept login tells; no server is asked. */
  signedInAs(): Promise<string | undefined>;
  /** Lists, page after page: `for await (const post of client.pages.listPosts()) ...` */
  readonly pages: PagedCalls;
  /** GET /notification/stream: notifications as they come, for as long as one wants to. */
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
