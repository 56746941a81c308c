import type { Database } from "../../database/database.ts";
import { userModel } from "./model.ts";
import type { Revocations } from "./revocations.ts";
import { endSessions } from "./sessions.ts";

export interface PasswordChange {
  readonly userId: string;
  readonly passwordHash: string;
  /** When a temporary password expires; null for a password that the user chose. */
  readonly temporaryUntil: Date | null;
  /** The caller's session, which does not end. Another user's session id has no effect. */
  readonly sparedSessionId: string | undefined;
  /** If given, the change applies only while this is the stored hash. */
  readonly replaces: string | undefined;
}

export interface PasswordChangeDeps {
  readonly database: Database;
  readonly revocations: Pick<Revocations, "add">;
  readonly now: () => Date;
}

/**
 * Replaces a user's password and ends the user's other sessions.
 * @returns the number of ended sessions that could still be refreshed; undefined if there is no such user, or `replaces` is
 * no longer the stored hash
 */
export async function setPassword(
  { database, revocations, now }: PasswordChangeDeps,
  { userId, passwordHash, temporaryUntil, sparedSessionId, replaces }: PasswordChange,
): Promise<number | undefined> {
  const at = now();
  const ended = await database.write(async (transaction) => {
    const [changed] = await userModel(database).update(
      { passwordHash, temporaryPasswordExpiresAt: temporaryUntil },
      { where: { id: userId, ...(replaces === undefined ? {} : { passwordHash: replaces }) }, transaction },
    );
    return changed === 0 ? undefined : endSessions(database, transaction, userId, at, sparedSessionId);
  });
  if (ended !== undefined) await revocations.add(ended.ids, at);
  return ended?.refreshable;
}
