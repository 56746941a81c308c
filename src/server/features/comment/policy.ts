import type { Caller } from "../../http/request/caller.ts";

interface Owned {
  readonly ownerId: string;
}

export function mayUpdate(comment: Owned, caller: Caller): boolean {
  return comment.ownerId === caller.id;
}

/** Its writer, or whoever owns the post it stands under. */
export function mayDelete(comment: Owned, post: Owned, caller: Caller): boolean {
  return comment.ownerId === caller.id || post.ownerId === caller.id;
}
