import type { AccountHandlers } from "../../../../generated/operations.ts";
import type { RandomBytes } from "../../../util/random.ts";
import type { PasswordHasher } from "../../crypto/password-hasher.ts";
import type { Database } from "../../database/database.ts";
import type { ConcurrencyLimiter } from "../../http/overload/concurrency-limiter.ts";
import type { RateCounter } from "../../http/overload/rate-counter.ts";
import { type AccessTokens, createAccessTokens, type Verified } from "./access-tokens.ts";
import { createCredentials } from "./credentials.ts";
import { accountHandlers } from "./handlers.ts";
import { createLoginThrottle, noLoginThrottle } from "./login-throttle.ts";
import { userQueries } from "./queries.ts";
import type { Revocations } from "./revocations.ts";
import { createSessions } from "./sessions.ts";
import { createSigningKeys } from "./signing-keys.ts";

export interface AccountModuleDeps {
  readonly secret: string;
  readonly previousSecret: string | undefined;
  readonly database: Database;
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
  /** The module closes it. */
  readonly passwordHasher: PasswordHasher;
  /** The module starts and stops them. */
  readonly revocations: Revocations;
  /** Counts failed logins by account; without it their number is not limited. */
  readonly loginFailures: RateCounter | undefined;
  readonly limiter: Pick<ConcurrencyLimiter, "whileQueuedElsewhere">;
}

export interface AccountModule {
  readonly handlers: AccountHandlers;
  /** The identity in an access token; undefined for an invalid, expired or revoked one. */
  authenticate(token: string): Verified | undefined;
  readonly isExpiredOrRevoked: AccessTokens["isExpiredOrRevoked"];
  /** Loads the revoked sessions; `authenticate` must not be called before. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createAccountModule(deps: AccountModuleDeps): AccountModule {
  const { database, now, randomBytes, revocations, loginFailures } = deps;
  const hasher = withoutConcurrencySlot(deps.passwordHasher, deps.limiter);
  const users = userQueries(database);
  const tokens = createAccessTokens({ keys: createSigningKeys(deps.secret, deps.previousSecret), revocations, now });
  const sessions = createSessions({ database, tokens, revocations, now, randomBytes });
  const credentials = createCredentials({ users, hasher, sessions, now });
  const loginThrottle = loginFailures ? createLoginThrottle(loginFailures) : noLoginThrottle;
  return {
    handlers: accountHandlers({
      database,
      users,
      credentials,
      sessions,
      revocations,
      hasher,
      loginThrottle,
      now,
      randomBytes,
    }),
    authenticate: tokens.verifyAccessToken,
    isExpiredOrRevoked: tokens.isExpiredOrRevoked,
    start: revocations.start,
    async stop() {
      await revocations.stop();
      await hasher.close();
    },
  };
}

/** A request that waits for the hasher uses no other resource, and the hasher limits its own queue. */
function withoutConcurrencySlot(
  hasher: PasswordHasher,
  { whileQueuedElsewhere }: Pick<ConcurrencyLimiter, "whileQueuedElsewhere">,
): PasswordHasher {
  return {
    ...hasher,
    hash: (password) => whileQueuedElsewhere(() => hasher.hash(password)),
    verify: (password, stored) => whileQueuedElsewhere(() => hasher.verify(password, stored)),
  };
}
