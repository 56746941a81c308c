import { timestamp } from "../../database/timestamp.ts";
import type { Presented } from "../../http/response/presented.ts";
import { accessTokenSeconds } from "./access-tokens.ts";
import type { IssuedTokens } from "./sessions.ts";

/** The columns of a member that all members may see. */
export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly nickname: string | null;
  readonly bio: string | null;
  readonly createdAt: Date | string;
}

/** The columns that only the member may see. */
export interface MeRow extends UserRow {
  /** 0 and 1 on SQLite. */
  readonly isAdmin: boolean | number;
  readonly temporaryPasswordExpiresAt: Date | string | null;
}

export function presentUser(row: UserRow): Presented<"User"> {
  return {
    id: row.id,
    name: row.name,
    nickname: row.nickname,
    bio: row.bio,
    createdAt: timestamp(row.createdAt),
  };
}

export function presentMe(row: MeRow): Presented<"Me"> {
  return {
    ...presentUser(row),
    isAdmin: Boolean(row.isAdmin),
    mustChangePassword: row.temporaryPasswordExpiresAt !== null,
  };
}

export function presentTokens(tokens: IssuedTokens): Presented<"Tokens"> {
  return {
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken,
    tokenType: "Bearer",
    expiresIn: accessTokenSeconds,
    mustChangePassword: tokens.mustChangePassword,
  };
}

export function presentTemporaryPassword(temporaryPassword: string, expiresAt: Date): Presented<"TemporaryPassword"> {
  return { temporaryPassword, expiresAt: timestamp(expiresAt) };
}
