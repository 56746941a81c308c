import { createHash, randomUUID } from "node:crypto";
import { Op, type Transaction } from "sequelize";
import type { RandomBytes } from "../../../util/random.ts";
import type { Database } from "../../database/database.ts";
import type { AccessTokens } from "./access-tokens.ts";
import { refreshTokenModel, sessionModel, userModel } from "./model.ts";
import type { Revocations } from "./revocations.ts";

export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly mustChangePassword: boolean;
}

export interface EndedSessions {
  readonly ids: readonly string[];
  /** How many of them could still be refreshed. */
  readonly refreshable: number;
}

/** Each login starts a session with a family of refresh tokens, of which only the newest is valid, once. */
export interface Sessions {
  /**
   * Starts a session of a user whose password was verified against `passwordHash`; undefined if that is no longer
   * the stored hash. `rehashed`, if given, replaces it.
   */
  open(userId: string, passwordHash: string, rehashed: string | undefined): Promise<IssuedTokens | undefined>;
  /**
   * Exchanges a refresh token for new tokens; undefined if it is unknown, expired or of a session that has ended.
   * A token that was exchanged before may be stolen: its session ends (RFC 9700, section 4.14.2).
   */
  refresh(refreshToken: string): Promise<IssuedTokens | undefined>;
  /** Ends the session of a refresh token, used or not: 1, or 0 if it had ended before; undefined if it is not the user's. */
  end(refreshToken: string, userId: string): Promise<number | undefined>;
}

export interface SessionDeps {
  readonly database: Database;
  readonly tokens: Pick<AccessTokens, "sign">;
  readonly revocations: Pick<Revocations, "add">;
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
}

const refreshTokenLifetimeMs = 30 * 24 * 60 * 60_000;
const refreshTokenBytes = 32;

export function createSessions({ database, tokens, revocations, now, randomBytes }: SessionDeps): Sessions {
  const User = userModel(database);
  const Session = sessionModel(database);
  const RefreshToken = refreshTokenModel(database);

  async function issue(
    user: { id: string; isAdmin: boolean; temporaryPasswordExpiresAt: Date | null },
    sessionId: string,
    createdAt: Date,
    transaction: Transaction,
  ): Promise<IssuedTokens> {
    const refreshToken = Buffer.from(randomBytes(refreshTokenBytes)).toString("base64url");
    const expiresAt = new Date(createdAt.getTime() + refreshTokenLifetimeMs);
    await RefreshToken.destroy({ where: { sessionId, expiresAt: { [Op.lte]: createdAt } }, transaction });
    await RefreshToken.create({ hash: digest(refreshToken), sessionId, createdAt, expiresAt }, { transaction });
    return {
      accessToken: tokens.sign({ id: user.id, isAdmin: user.isAdmin, sessionId }),
      refreshToken,
      mustChangePassword: user.temporaryPasswordExpiresAt !== null,
    };
  }

  /** The number of ended sessions: 1, or 0 if it had ended before. */
  async function revoke(sessionId: string, revokedAt: Date, transaction: Transaction): Promise<number> {
    const [ended] = await Session.update({ revokedAt }, { where: { id: sessionId, revokedAt: null }, transaction });
    return ended;
  }

  return {
    open: (userId, passwordHash, rehashed) =>
      database.write(async (transaction) => {
        // The lock orders this against a password change: that is either seen here, or ends this session.
        const user = await User.findByPk(userId, { lock: true, transaction, rejectOnEmpty: true });
        if (user.passwordHash !== passwordHash) return undefined;
        if (rehashed !== undefined) await user.update({ passwordHash: rehashed }, { transaction });
        await deleteExpiredSessions(database, transaction, userId, now());
        const session = await Session.create({ id: randomUUID(), userId, createdAt: now() }, { transaction });
        return issue(user, session.id, session.createdAt, transaction);
      }),

    async refresh(refreshToken) {
      const at = now();
      const hash = digest(refreshToken);
      // Without this check, requests with made-up tokens would take the write lock.
      if (!(await RefreshToken.findByPk(hash))) return undefined;
      const result = await database.write(async (transaction) => {
        const [exchanged] = await RefreshToken.update({ usedAt: at }, { where: { hash, usedAt: null }, transaction });
        const token = await RefreshToken.findByPk(hash, { transaction, rejectOnEmpty: true });
        if (exchanged === 0) {
          await revoke(token.sessionId, at, transaction);
          return { reused: token.sessionId };
        }
        if (token.expiresAt <= at) return undefined;
        const session = await Session.findOne({ where: { id: token.sessionId, revokedAt: null }, transaction });
        if (!session) return undefined;
        const user = await User.findByPk(session.userId, { transaction, rejectOnEmpty: true });
        return { issued: await issue(user, session.id, at, transaction) };
      });
      if (result?.reused !== undefined) await revocations.add([result.reused], at);
      return result?.issued;
    },

    async end(refreshToken, userId) {
      const at = now();
      const token = await RefreshToken.findByPk(digest(refreshToken));
      const session = token && (await Session.findByPk(token.sessionId));
      if (session?.userId !== userId) return undefined;
      const ended = await database.write((transaction) => revoke(session.id, at, transaction));
      await revocations.add([session.id], at);
      return ended;
    },
  };
}

/**
 * Ends a user's sessions except `spared`. After the commit, pass the ids to `Revocations.add`.
 */
export async function endSessions(
  database: Pick<Database, "sequelize">,
  transaction: Transaction,
  userId: string,
  revokedAt: Date,
  spared: string | undefined,
): Promise<EndedSessions> {
  const Session = sessionModel(database);
  const RefreshToken = refreshTokenModel(database);
  const where = { userId, revokedAt: null, ...(spared === undefined ? {} : { id: { [Op.ne]: spared } }) };
  const sessions = await Session.findAll({ attributes: ["id"], where, lock: true, transaction });
  const ids = sessions.map(({ id }) => id);
  if (ids.length === 0) return { ids, refreshable: 0 };
  const refreshable = await RefreshToken.count({
    where: { sessionId: ids, usedAt: null, expiresAt: { [Op.gt]: revokedAt } },
    distinct: true,
    col: "sessionId",
    transaction,
  });
  await Session.update({ revokedAt }, { where: { id: ids }, transaction });
  return { ids, refreshable };
}

/** Deletes sessions whose refresh tokens have all expired: their access tokens have expired too. Refresh tokens cascade. */
async function deleteExpiredSessions(
  { sequelize }: Pick<Database, "sequelize">,
  transaction: Transaction,
  userId: string,
  at: Date,
): Promise<void> {
  await sequelize.query(
    `DELETE FROM sessions WHERE user_id = :userId AND NOT EXISTS (
       SELECT 1 FROM refresh_tokens WHERE session_id = sessions.id AND expires_at > :at
     )`,
    { replacements: { userId, at }, transaction },
  );
}

function digest(refreshToken: string): string {
  return createHash("sha256").update(refreshToken).digest("hex");
}
