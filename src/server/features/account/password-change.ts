import type { Database } from "../../database/database.ts";
import { userModel } from "./model.ts";
import type { Revocations } from "./revocations.ts";
import { endSessions } from "./sessions.ts";

export interface PasswordChange {
  readonly userId: string;
  readonly passwordHash: string;
  /** Until when it is good; null for one that the user chose. */
  readonly temporaryUntil: Date | null;
  /** The one session of the user's that does not end, if it is they who change the password. */
  readonly sparedSessionId: string | undefined;
  /** The hash that must still be there, if the one before was verified. */
  readonly replaces: string | undefined;
}

export interface PasswordChangeDeps {
  readonly database: Database;
  readonly revocations: Pick<Revocations, "add">;
  readonly now: () => Date;
}

/**
 * Gives a user a password in place of the one before, which works no more, and ends the sessions that began with it.
 * @returns how many sessions that ended; undefined where there is no such user, or not any more with that password
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
  return ended?.alive;
}
