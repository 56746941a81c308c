import type { Caller } from "../../http/request/caller.ts";

export function mayRead(notification: { readonly userId: string }, caller: Caller): boolean {
  return notification.userId === caller.id;
}
