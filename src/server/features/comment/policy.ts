import type { Caller } from "../../http/request/caller.ts";

interface Owned {
  readonly ownerId: string;
}

export function mayUpdate(comment: Owned, caller: Caller): boolean {
  return comment.ownerId === caller.id;
}

/** The owner of the comment, or of its post. */
export function mayDelete(comment: Owned, post: Owned, caller: Caller): boolean {
  return comment.ownerId === caller.id || post.ownerId === caller.id;
}
