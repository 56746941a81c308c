import type { Caller } from "../../http/request/caller.ts";

/** One's own, or anybody's as an admin. */
export function mayIssueTemporaryPassword(userId: string, caller: Pick<Caller, "id" | "isAdmin">): boolean {
  return caller.id === userId || caller.isAdmin;
}
