import type { components } from "../../../../generated/schema.ts";
import type { Signals } from "../../database/signals/signals.ts";
import { presentNotification } from "./present.ts";
import { maxNotificationsPerRead, type NotificationQueries } from "./queries.ts";
import { createSubscriber, isFull, type Subscriber } from "./subscriber.ts";
import { createSubscriberQueue } from "./subscriber-queue.ts";

export type NotificationEvent = components["schemas"]["NotificationEvent"];

/** Hands each notification to whoever follows its member, as soon as it is committed, wherever it was. */
export interface Broker {
  /**
   * A member's notifications after one, in the order of their ids, each once, until the iterator's `return`. Nothing is
   * read from the database before somebody asks for it, but for two pages.
   */
  subscribe(userId: string, after: number): AsyncIterable<NotificationEvent>;
  /** Reads no more. */
  close(): Promise<void>;
}

export interface BrokerDeps {
  readonly notifications: Pick<NotificationQueries, "after" | "whoHasNews">;
  readonly signals: Signals;
  /** Told of what fails and is tried again. */
  readonly onFault: (fault: unknown) => void;
}

/** All who follow one member, that is the member's devices and windows; one reading serves them all. */
interface Channel {
  readonly userId: string;
  readonly followers: Set<Subscriber>;
}

/** A member who opens one more loses the oldest, so that nobody can take up all the connections of a node. */
const mostOfOneMember = 32;

/**
 * A signal only wakes: the notifications themselves are read from the database, after the last one that was handed on. So
 * signals may come late, twice or for nothing, and after an outage it is enough to look once.
 *
 * Reading after the greatest id that was seen is sound, since one member's notifications are committed in the order of their
 * ids: see the notifier.
 */
export function createBroker({ notifications, signals, onFault }: BrokerDeps): Broker {
  const channels = new Map<string, Channel>();
  const queue = createSubscriberQueue<Channel>({ read, lookAround, onFault });
  let isListening = false;

  function hear(userId: string): void {
    const channel = channels.get(userId);
    if (channel) queue.add(channel);
  }

  /** Hands on a page of each member's, read in one query. */
  async function read(due: readonly Channel[]): Promise<void> {
    // A channel that all have left may be due beside another one of the same member's.
    const inUse = due.filter(({ followers }) => followers.size > 0);
    const ready = new Map(inUse.map((channel) => [channel.userId, readyOf(channel)]));
    const positions = [...ready].flatMap(([userId, followers]): [string, number][] =>
      followers.length === 0 ? [] : [[userId, earliest(followers)]],
    );
    if (positions.length === 0) return;
    const counts = new Map<string, number>();
    for (const row of await notifications.after(Object.fromEntries(positions))) {
      const event: NotificationEvent = { id: String(row.id), event: "notification", data: presentNotification(row) };
      for (const follower of ready.get(row.userId) ?? []) follower.give(row.id, event);
      counts.set(row.userId, (counts.get(row.userId) ?? 0) + 1);
    }
    for (const channel of inUse) if (counts.get(channel.userId) === maxNotificationsPerRead) queue.add(channel);
  }

  /** Finds out in one query whom signals were missed for. */
  async function lookAround(): Promise<void> {
    if (channels.size === 0) return;
    const positions = [...channels.values()].map(({ userId, followers }): [string, number] => [
      userId,
      earliest([...followers]),
    ]);
    for (const userId of await notifications.whoHasNews(Object.fromEntries(positions))) hear(userId);
  }

  return {
    subscribe(userId, after) {
      if (!isListening) signals.listen({ receive: hear, catchUp: queue.lookAround });
      isListening = true;
      const channel: Channel = channels.get(userId) ?? { userId, followers: new Set() };
      channels.set(userId, channel);
      const follower = createSubscriber(after, {
        wantsMore: () => queue.add(channel),
        leave() {
          channel.followers.delete(follower);
          if (channel.followers.size === 0 && channels.get(userId) === channel) channels.delete(userId);
        },
      });
      const [oldest] = channel.followers;
      if (channel.followers.size >= mostOfOneMember) void oldest?.events.return?.();
      channel.followers.add(follower);
      queue.add(channel);
      return follower.events;
    },
    async close() {
      await signals.close();
      await queue.close();
    },
  };
}

/** Those who can take more. The others have enough to write already and go on later. */
function readyOf({ followers }: Channel): readonly Subscriber[] {
  return [...followers].filter((follower) => {
    const isReady = !isFull(follower, maxNotificationsPerRead);
    follower.isBehind ||= !isReady;
    return isReady;
  });
}

function earliest(followers: readonly Subscriber[]): number {
  return Math.min(...followers.map(({ last }) => last));
}
