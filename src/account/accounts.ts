import type { Logger } from "pino";
import type { AccountHandlers } from "../../generated/operations.ts";
import type { Database } from "../database/database.ts";
import type { Attempts } from "./attempts.ts";
import { createCredentials } from "./credentials.ts";
import { accountHandlers } from "./handlers.ts";
import type { Hasher } from "./hashing.ts";
import type { Keys } from "./keys.ts";
import { userQueries } from "./queries.ts";
import type { RandomBytes } from "./random.ts";
import { createRevocations, type Revocations } from "./revocations.ts";
import { createSessions } from "./sessions.ts";
import { createTokens, type Tokens } from "./tokens.ts";

/** The room of accounts with all that is in it, joined for one database. */
export interface Accounts {
  readonly handlers: AccountHandlers;
  readonly verifyAccessToken: Tokens["verifyAccessToken"];
  /** To be started before the first request and stopped before the database is closed. */
  readonly revocations: Pick<Revocations, "start" | "stop">;
}

export interface AccountsDeps {
  readonly database: Database;
  readonly keys: Keys;
  readonly hasher: Hasher;
  readonly attempts: Attempts;
  readonly log: Pick<Logger, "warn" | "info">;
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
}

export function createAccounts(deps: AccountsDeps): Accounts {
  const { database, keys, hasher, now } = deps;
  const users = userQueries(database);
  const revocations = createRevocations(deps);
  const tokens = createTokens({ keys, revocations, now });
  const sessions = createSessions({ ...deps, tokens, revocations });
  const credentials = createCredentials({ users, hasher, sessions, now });
  return {
    handlers: accountHandlers({ ...deps, users, credentials, sessions, revocations }),
    verifyAccessToken: tokens.verifyAccessToken,
    revocations,
  };
}
