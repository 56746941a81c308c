import type { Logger } from "pino";
import type { AccountHandlers } from "../../../../generated/operations.ts";
import type { RandomBytes } from "../../../util/random.ts";
import type { IpcChannel } from "../../cluster/ipc-channel.ts";
import { remoteHasher } from "../../cluster/password-hasher.ts";
import { remoteCounter } from "../../cluster/rate-counter.ts";
import { relayRevocations } from "../../cluster/revocations.ts";
import type { Config } from "../../config.ts";
import type { Database } from "../../database/database.ts";
import type { ConcurrencyLimiter } from "../../http/overload/concurrency-limiter.ts";
import { type AccessTokens, createAccessTokens, type Verified } from "./access-tokens.ts";
import { createCredentials } from "./credentials.ts";
import { accountHandlers } from "./handlers.ts";
import { createLoginThrottle, maxFailures, noLoginThrottle } from "./login-throttle.ts";
import { createPasswordHasher, type PasswordHasher } from "./password-hasher.ts";
import { userQueries } from "./queries.ts";
import { createRevocations } from "./revocations.ts";
import { createSessions } from "./sessions.ts";
import { createSigningKeys } from "./signing-keys.ts";

export interface AccountModuleDeps {
  readonly config: Pick<Config, "pbkdf2Iterations" | "rateLimit">;
  readonly secret: string;
  readonly previousSecret: string | undefined;
  readonly database: Database;
  readonly log: Logger;
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
  /** Of a worker. */
  readonly primary: IpcChannel | undefined;
  readonly admission: Pick<ConcurrencyLimiter, "whileQueuedElsewhere">;
}

/** The room with all that works in it. */
export interface AccountModule {
  readonly handlers: AccountHandlers;
  /** Whose access token it is; undefined where it is none that is still good. */
  authenticate(token: string): Verified | undefined;
  /** Whether a token that was good no longer is. */
  readonly isOver: AccessTokens["isOver"];
  /** Learns which sessions were ended; no token may be believed before. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A login keeps a core busy for a tenth of a second and more: one thread does them all, and 64 may wait for it. */
export const hashing = { workers: 1, queue: 64 };

export function createAccountModule(deps: AccountModuleDeps): AccountModule {
  const { config, database, log, now, randomBytes, primary, admission } = deps;
  const iterations = config.pbkdf2Iterations;
  const users = userQueries(database);
  const ownHasher = primary
    ? remoteHasher(primary, iterations)
    : createPasswordHasher({ ...hashing, iterations, randomBytes });
  const hasher = waitingOutside(ownHasher, admission);
  const own = createRevocations({ database, log, now });
  const revocations = primary ? relayRevocations(own, primary) : own;
  const tokens = createAccessTokens({ keys: createSigningKeys(deps.secret, deps.previousSecret), revocations, now });
  const sessions = createSessions({ database, tokens, revocations, now, randomBytes });
  const credentials = createCredentials({ users, hasher, sessions, now });
  const failures = primary && remoteCounter(primary, "account", maxFailures);
  const attempts = config.rateLimit === "off" ? noLoginThrottle : createLoginThrottle(failures);
  return {
    handlers: accountHandlers({
      database,
      users,
      credentials,
      sessions,
      revocations,
      hasher,
      attempts,
      now,
      randomBytes,
    }),
    authenticate: tokens.verifyAccessToken,
    isOver: tokens.isOver,
    start: revocations.start,
    async stop() {
      await revocations.stop();
      await hasher.close();
    },
  };
}

/** Those whose passwords wait to be hashed are no load on anything else, and they have a bound of their own. */
function waitingOutside(
  hasher: PasswordHasher,
  { whileQueuedElsewhere }: Pick<ConcurrencyLimiter, "whileQueuedElsewhere">,
): PasswordHasher {
  return {
    ...hasher,
    hash: (password) => whileQueuedElsewhere(() => hasher.hash(password)),
    verify: (password, stored) => whileQueuedElsewhere(() => hasher.verify(password, stored)),
  };
}
