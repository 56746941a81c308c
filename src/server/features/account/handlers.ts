import { UniqueConstraintError } from "sequelize";
import { type AccountHandlers, implementAccount } from "../../../../generated/operations.ts";
import { type RandomBytes, randomString, unambiguous } from "../../../util/random.ts";
import type { PasswordHasher } from "../../crypto/password-hasher.ts";
import { addToCounters } from "../../database/counters/sharded-counters.ts";
import type { Database } from "../../database/database.ts";
import { conflict, forbidden, notFound } from "../../http/response/refusals.ts";
import type { Credentials } from "./credentials.ts";
import type { LoginThrottle } from "./login-throttle.ts";
import { userModel } from "./model.ts";
import { setPassword } from "./password-change.ts";
import { mayIssueTemporaryPassword } from "./policy.ts";
import { presentMe, presentTemporaryPassword, presentTokens, presentUser } from "./present.ts";
import type { UserQueries } from "./queries.ts";
import { notLoggedIn, unlessBusy } from "./refusals.ts";
import type { Revocations } from "./revocations.ts";
import type { Sessions } from "./sessions.ts";

export interface AccountDeps {
  readonly database: Database;
  readonly users: UserQueries;
  readonly credentials: Credentials;
  readonly sessions: Sessions;
  readonly revocations: Pick<Revocations, "add">;
  readonly hasher: Pick<PasswordHasher, "hash">;
  readonly loginThrottle: LoginThrottle;
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
}

const temporaryPasswordLength = 16;
const temporaryPasswordLifetimeMs = 24 * 60 * 60_000;

export function accountHandlers(deps: AccountDeps): AccountHandlers {
  const { database, users, credentials, sessions, hasher, loginThrottle, now, randomBytes } = deps;
  const User = userModel(database);

  /** The changed user; undefined if the field has this value already. */
  const changeProfile = (id: string, field: "nickname" | "bio", value: string | null) =>
    database.write(async (transaction) => {
      const user = await User.findByPk(id, { lock: true, transaction, rejectOnEmpty: true });
      if (user[field] === value) return undefined;
      return user.set(field, value).save({ transaction });
    });

  return implementAccount({
    async checkUserId({ path }) {
      if (await users.isTaken(path.userId)) return taken(path.userId);
      return { status: 200, body: { id: path.userId, available: true } };
    },

    signUp: ({ body }) =>
      unlessBusy(async () => {
        // Saves hashing in most cases; the unique constraint below finds an id that was taken since.
        if (await users.isTaken(body.id)) return taken(body.id);
        const passwordHash = await hasher.hash(body.password);
        const { id, name, nickname = null, bio = null } = body;
        const user = { id, name, nickname, bio, createdAt: now() };
        try {
          await database.write(async (transaction) => {
            await User.create({ ...user, passwordHash }, { transaction });
            await addToCounters(database, transaction, { users: 1 });
          });
        } catch (error) {
          if (error instanceof UniqueConstraintError) return taken(id);
          throw error;
        }
        return { status: 201, headers: { Location: `/user/${id}` }, body: presentUser(user) };
      }),

    logIn: ({ body }) =>
      unlessBusy(() =>
        loginThrottle.limit(
          body.id,
          async () => {
            const tokens = await credentials.logIn(body.id, body.password);
            if (!tokens) return notLoggedIn("The id or the password is wrong");
            return { status: 200, body: presentTokens(tokens) };
          },
          ({ status }) => status === 401,
        ),
      ),

    async refreshToken({ body }) {
      const tokens = await sessions.refresh(body.refreshToken);
      if (!tokens) return notLoggedIn("The refresh token is not good any more, log in again");
      return { status: 200, body: presentTokens(tokens) };
    },

    async logOut({ body }, caller) {
      const endedSessions = await sessions.end(body.refreshToken, caller.id);
      return endedSessions === undefined ? forbidden(caller) : { status: 200, body: { endedSessions } };
    },

    issueTemporaryPassword: ({ path }, caller) =>
      unlessBusy(async () => {
        if (!mayIssueTemporaryPassword(path.userId, caller)) return forbidden(caller);
        if (!(await users.isTaken(path.userId))) return notFound(`There is no user '${path.userId}'`);
        const temporaryPassword = randomString(randomBytes, temporaryPasswordLength, unambiguous);
        const passwordHash = await hasher.hash(temporaryPassword);
        const temporaryUntil = new Date(now().getTime() + temporaryPasswordLifetimeMs);
        await setPassword(deps, {
          userId: path.userId,
          passwordHash,
          temporaryUntil,
          sparedSessionId: caller.sessionId,
          replaces: undefined,
        });
        return { status: 201, body: presentTemporaryPassword(temporaryPassword, temporaryUntil) };
      }),

    changePassword: ({ body }, caller) =>
      unlessBusy(() =>
        loginThrottle.limit(
          `${caller.id} changes the password`,
          async () => {
            const verified = await credentials.verify(caller.id, body.currentPassword);
            if (verified === undefined) return forbidden(caller);
            if (body.newPassword === body.currentPassword) return conflict("The new password is the current one");
            const endedSessions = await setPassword(deps, {
              userId: caller.id,
              passwordHash: await hasher.hash(body.newPassword),
              temporaryUntil: null,
              sparedSessionId: caller.sessionId,
              replaces: verified,
            });
            return endedSessions === undefined ? forbidden(caller) : { status: 200, body: { endedSessions } };
          },
          ({ status }) => status === 403,
        ),
      ),

    async changeNickname({ body }, caller) {
      const changed = await changeProfile(caller.id, "nickname", body.nickname);
      return changed ? { status: 200, body: presentMe(changed) } : conflict("The nickname is the same already");
    },

    async changeBio({ body }, caller) {
      const changed = await changeProfile(caller.id, "bio", body.bio);
      return changed ? { status: 200, body: presentMe(changed) } : conflict("The bio is the same already");
    },

    async getMe(_request, caller) {
      return { status: 200, body: presentMe(await users.me(caller.id)) };
    },

    async getUser({ path }) {
      const user = await users.find(path.userId);
      return user ? { status: 200, body: presentUser(user) } : { status: 204 };
    },
  });
}

function taken(id: string) {
  return conflict(`The id '${id}' is taken`);
}
