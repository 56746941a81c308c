import { postsCounterName } from "../server/database/counters/sharded-counters.ts";
import { notificationType } from "../server/features/notification/notifier.ts";
import type { Act, Plan } from "./plan.ts";

export interface Effects {
  /** One for each of another's comments on and reactions to a post, in order of time. */
  readonly notifications: readonly PlannedNotification[];
  /** By place in the plan: how many more reactions of type 1..5, then comments. */
  readonly posts: ReadonlyMap<number, readonly number[]>;
  /** By place in the plan: how many more reactions of type 1..5. */
  readonly comments: ReadonlyMap<number, readonly number[]>;
  /** By the member's place: how many more unread notifications. */
  readonly unread: ReadonlyMap<number, readonly number[]>;
  readonly tallies: Readonly<Record<string, number>>;
}

export interface PlannedNotification {
  readonly member: number;
  readonly type: number;
  readonly actor: number;
  readonly post: number;
  readonly at: number;
  readonly isRead: boolean;
}

/**
 * What some acts change beside their own rows.
 * @param lastSeen when each member last looked at their notifications: older ones are read
 */
export function effectsOf(acts: readonly Act[], { posts: planned }: Plan, lastSeen: readonly number[]): Effects {
  const notifications: PlannedNotification[] = [];
  const posts = new Map<number, number[]>();
  const comments = new Map<number, number[]>();
  const unread = new Map<number, number[]>();
  const tallies: Record<string, number> = {};

  function notify(type: number, { post, member: actor, at }: { post: number; member: number; at: number }) {
    const member = planned[post]?.member;
    if (member === undefined || member === actor) return;
    const isRead = at <= (lastSeen[member] ?? 0);
    notifications.push({ member, type, actor, post, at, isRead });
    if (!isRead) countUp(unread, member, 0, 1);
  }

  for (const act of acts) {
    if (act.kind === "post") {
      for (const name of ["posts", postsCounterName(new Date(act.at))]) tallies[name] = (tallies[name] ?? 0) + 1;
    } else if (act.kind === "comment") {
      countUp(posts, act.post, 5, 6);
      notify(notificationType.comment, act);
    } else if (act.kind === "postReaction") {
      countUp(posts, act.post, act.type - 1, 6);
      notify(notificationType.reaction, act);
    } else {
      countUp(comments, act.comment, act.type - 1, 5);
    }
  }
  return { notifications, posts, comments, unread, tallies };
}

function countUp(changes: Map<number, number[]>, place: number, column: number, columns: number): void {
  const row = changes.get(place) ?? new Array<number>(columns).fill(0);
  row[column] = (row[column] ?? 0) + 1;
  changes.set(place, row);
}
