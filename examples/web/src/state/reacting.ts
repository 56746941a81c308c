import type { Signal } from "@preact/signals";
import type { Post } from "../api.ts";

/** Something that members react to. */
export type Reactable = Pick<Post, "reactionCounts" | "myReaction">;

export const reactionTypes = [1, 2, 3, 4, 5] as const;
export type ReactionType = (typeof reactionTypes)[number];

export interface ReactionCalls {
  set(type: ReactionType): Promise<unknown>;
  clear(): Promise<unknown>;
}

interface Wish {
  wanted: ReactionType | null;
  isSending: boolean;
}

const wishes = new WeakMap<object, Wish>();

/**
 * Shows a reaction at once, then tells the server; what it refuses is taken back. However fast somebody clicks, one
 * request is under way at a time and the last click counts.
 * @param type null takes the reaction back
 * @throws ApiError, NetworkError
 */
export async function react<Item extends Reactable>(
  item: Signal<Item | undefined>,
  type: ReactionType | null,
  calls: ReactionCalls,
): Promise<void> {
  const wish = wishes.get(item) ?? { wanted: type, isSending: false };
  wishes.set(item, wish);
  wish.wanted = type;
  let told = toType(item.value?.myReaction);
  show(item, type);
  if (wish.isSending) return;
  wish.isSending = true;
  try {
    while (told !== wish.wanted) {
      const next = wish.wanted;
      await (next === null ? calls.clear() : calls.set(next));
      told = next;
    }
  } catch (error) {
    show(item, told);
    throw error;
  } finally {
    wish.isSending = false;
  }
}

function show<Item extends Reactable>(item: Signal<Item | undefined>, type: ReactionType | null): void {
  const shown = item.value;
  if (!shown) return;
  const counts = { ...shown.reactionCounts };
  const before = toType(shown.myReaction);
  if (before !== null) counts[before] = Math.max(0, counts[before] - 1);
  if (type !== null) counts[type] += 1;
  item.value = { ...shown, reactionCounts: counts, myReaction: type };
}

function toType(value: number | null | undefined): ReactionType | null {
  return reactionTypes.find((type) => type === value) ?? null;
}

export function totalReactions({ reactionCounts }: Reactable): number {
  return reactionTypes.reduce((sum, type) => sum + reactionCounts[type], 0);
}
