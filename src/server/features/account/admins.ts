import type { Database } from "../../database/database.ts";
import { userModel } from "./model.ts";
import { endSessions } from "./sessions.ts";

export type AdminChange = "changed" | "unchanged" | "no such user";

/** Makes a user an admin from the next login or refresh on, since access tokens carry the flag. */
export async function grantAdmin(database: Database, userId: string): Promise<AdminChange> {
  return database.write(async (transaction) => {
    const user = await userModel(database).findByPk(userId, { lock: true, transaction });
    if (!user) return "no such user";
    if (user.isAdmin) return "unchanged";
    await user.update({ isAdmin: true }, { transaction });
    return "changed";
  });
}

/** Also ends the user's sessions, since their access tokens still carry the admin flag. */
export async function revokeAdmin(database: Database, userId: string, now: () => Date): Promise<AdminChange> {
  return database.write(async (transaction) => {
    const user = await userModel(database).findByPk(userId, { lock: true, transaction });
    if (!user) return "no such user";
    if (!user.isAdmin) return "unchanged";
    await user.update({ isAdmin: false }, { transaction });
    await endSessions(database, transaction, userId, now(), undefined);
    return "changed";
  });
}

/** The ids of all admins, in order. */
export async function listAdmins(database: Database): Promise<readonly string[]> {
  const admins = await userModel(database).findAll({ attributes: ["id"], where: { isAdmin: true }, order: ["id"] });
  return admins.map(({ id }) => id);
}
