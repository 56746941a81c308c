import type { components } from "../../../../generated/schema.ts";
import { timestamp } from "../../database/timestamp.ts";
import { accessTokenSeconds } from "./access-tokens.ts";
import type { IssuedTokens } from "./sessions.ts";

/** A member as everybody may see them. */
export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly nickname: string | null;
  readonly bio: string | null;
  readonly createdAt: Date | string;
}

/** A member as they may see themselves. */
export interface MeRow extends UserRow {
  /** 0 and 1 on SQLite. */
  readonly isAdmin: boolean | number;
  readonly temporaryPasswordExpiresAt: Date | string | null;
}

export function presentUser(row: UserRow): components["schemas"]["User"] {
  return {
    id: row.id,
    name: row.name,
    nickname: row.nickname,
    bio: row.bio,
    createdAt: timestamp(row.createdAt),
  };
}

export function presentMe(row: MeRow): components["schemas"]["Me"] {
  return {
    ...presentUser(row),
    isAdmin: Boolean(row.isAdmin),
    mustChangePassword: row.temporaryPasswordExpiresAt !== null,
  };
}

export function presentTokens(tokens: IssuedTokens): components["schemas"]["Tokens"] {
  return {
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken,
    tokenType: "Bearer",
    expiresIn: accessTokenSeconds,
    mustChangePassword: tokens.mustChangePassword,
  };
}

export function presentTemporaryPassword(
  temporaryPassword: string,
  expiresAt: Date,
): components["schemas"]["TemporaryPassword"] {
  return { temporaryPassword, expiresAt: timestamp(expiresAt) };
}
