import type { Caller } from "../../http/request/caller.ts";

interface Owned {
  readonly ownerId: string;
}

export function mayUpdate(post: Owned, caller: Caller): boolean {
  return post.ownerId === caller.id;
}

export function mayDelete(post: Owned, caller: Caller): boolean {
  return post.ownerId === caller.id;
}
