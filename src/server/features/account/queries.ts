import type { Database } from "../../database/database.ts";
import type { MeRow, UserRow } from "./present.ts";

export interface UserQueries {
  isTaken(id: string): Promise<boolean>;
  /** Undefined if there is no such user. */
  find(id: string): Promise<UserRow | undefined>;
  /** The caller. Throws if there is no such user: users are never deleted. */
  me(id: string): Promise<MeRow>;
  /** Undefined if there is no such user. */
  credentials(id: string): Promise<CredentialsRow | undefined>;
}

export interface CredentialsRow {
  readonly passwordHash: string;
  readonly temporaryPasswordExpiresAt: Date | string | null;
}

const isTaken = { name: "user_is_taken", text: "SELECT 1 FROM users WHERE id = $1" };

const publicColumns = `id, name, nickname, bio, created_at AS "createdAt"`;

const find = { name: "user_find", text: `SELECT ${publicColumns} FROM users WHERE id = $1` };

const me = {
  name: "user_me",
  text: `SELECT ${publicColumns}, is_admin AS "isAdmin", temporary_password_expires_at AS "temporaryPasswordExpiresAt"
         FROM users WHERE id = $1`,
};

const credentials = {
  name: "user_credentials",
  text: `SELECT password_hash AS "passwordHash", temporary_password_expires_at AS "temporaryPasswordExpiresAt"
         FROM users WHERE id = $1`,
};

export function userQueries(database: Database): UserQueries {
  return {
    isTaken: async (id) => (await database.read(isTaken, [id])).length > 0,
    find: async (id) => (await database.read<UserRow>(find, [id]))[0],
    async me(id) {
      const [row] = await database.read<MeRow>(me, [id]);
      if (row === undefined) throw new Error(`User '${id}' has a valid token but no row`);
      return row;
    },
    credentials: async (id) => (await database.read<CredentialsRow>(credentials, [id]))[0],
  };
}
