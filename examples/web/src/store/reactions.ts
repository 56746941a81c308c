import type { Signal } from "@preact/signals";
import type { Post } from "../api.ts";

/** A post or comment. */
export type Reactable = Pick<Post, "reactionCounts" | "myReaction">;

export const reactionTypes = [1, 2, 3, 4, 5] as const;
export type ReactionType = (typeof reactionTypes)[number];

export interface ReactionCalls {
  set(type: ReactionType): Promise<unknown>;
  clear(): Promise<unknown>;
}

interface PendingReaction {
  desired: ReactionType | null;
  isSending: boolean;
}

const pendingReactions = new WeakMap<object, PendingReaction>();

/**
 * Shows a reaction optimistically and reverts it if the request fails. At most one request per item is in flight; after
 * fast clicks only the last one is sent.
 * @param type null removes the reaction
 * @throws ApiError, NetworkError
 */
export async function react<Item extends Reactable>(
  item: Signal<Item | undefined>,
  type: ReactionType | null,
  calls: ReactionCalls,
): Promise<void> {
  const pending = pendingReactions.get(item) ?? { desired: type, isSending: false };
  pendingReactions.set(item, pending);
  pending.desired = type;
  let confirmed = toType(item.value?.myReaction);
  applyReaction(item, type);
  if (pending.isSending) return;
  pending.isSending = true;
  try {
    while (confirmed !== pending.desired) {
      const next = pending.desired;
      await (next === null ? calls.clear() : calls.set(next));
      confirmed = next;
    }
  } catch (error) {
    applyReaction(item, confirmed);
    throw error;
  } finally {
    pending.isSending = false;
  }
}

function applyReaction<Item extends Reactable>(item: Signal<Item | undefined>, type: ReactionType | null): void {
  const current = item.value;
  if (!current) return;
  const counts = { ...current.reactionCounts };
  const previous = toType(current.myReaction);
  if (previous !== null) counts[previous] = Math.max(0, counts[previous] - 1);
  if (type !== null) counts[type] += 1;
  item.value = { ...current, reactionCounts: counts, myReaction: type };
}

function toType(value: number | null | undefined): ReactionType | null {
  return reactionTypes.find((type) => type === value) ?? null;
}

export function totalReactions({ reactionCounts }: Reactable): number {
  return reactionTypes.reduce((sum, type) => sum + reactionCounts[type], 0);
}
