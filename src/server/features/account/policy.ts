import type { Caller } from "../../http/request/caller.ts";

/** Users for themselves, admins for every user. */
export function mayIssueTemporaryPassword(userId: string, caller: Pick<Caller, "id" | "isAdmin">): boolean {
  return caller.id === userId || caller.isAdmin;
}
