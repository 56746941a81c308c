import type { Database, Statement } from "../../database/database.ts";
import { timestamp } from "../../database/timestamp.ts";
import type { FoundMembers } from "./page-types.ts";

const maxResults = 20;

interface MemberRow {
  readonly id: string;
  readonly name: string;
  readonly nickname: string | null;
  readonly createdAt: Date | string;
  readonly isAdmin: boolean | number;
  readonly temporaryPasswordExpiresAt: Date | string | null;
}

/** $1: the text; $2: its LIKE pattern. */
const searchStatement: Statement = {
  name: "memberSearch",
  text: `SELECT id, name, nickname, created_at AS "createdAt", is_admin AS "isAdmin",
                temporary_password_expires_at AS "temporaryPasswordExpiresAt"
         FROM users
         WHERE lower(id) LIKE lower($2) ESCAPE '!' OR lower(name) LIKE lower($2) ESCAPE '!'
            OR lower(nickname) LIKE lower($2) ESCAPE '!'
         ORDER BY CASE WHEN id = $1 THEN 0 ELSE 1 END, id LIMIT ${maxResults + 1}`,
};

/** Members whose id, name or nickname contains a text. A member whose id equals the text comes first. */
export async function findMembers(database: Database, text: string): Promise<FoundMembers> {
  const pattern = `%${text.replace(/[!%_]/g, "!$&")}%`;
  const rows = await database.scan<MemberRow>(searchStatement, [text, pattern]);
  const items = rows.slice(0, maxResults).map(({ createdAt, isAdmin, temporaryPasswordExpiresAt: expiry, ...row }) => ({
    ...row,
    createdAt: timestamp(createdAt),
    isAdmin: Boolean(isAdmin),
    temporaryPasswordExpiresAt: expiry === null ? null : timestamp(expiry),
  }));
  return { items, isCut: rows.length > maxResults };
}
