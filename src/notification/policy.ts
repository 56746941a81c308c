import type { Caller } from "../http/caller.ts";

export function mayRead(notification: { readonly userId: string }, caller: Caller): boolean {
  return notification.userId === caller.id;
}
