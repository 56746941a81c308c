import type { Signals } from "../../database/signals/signals.ts";
import { type NotificationEvent, presentNotificationEvent } from "./present.ts";
import { maxNotificationsPerRead, type NotificationQueries } from "./queries.ts";
import { createSubscriber, type Subscriber } from "./subscriber.ts";
import { createSubscriberQueue } from "./subscriber-queue.ts";

/** Delivers committed notifications to the subscribers of their members, including those that another process wrote. */
export interface Broker {
  /**
   * A member's notifications after the given id, ordered by id, each once, until the iterator's `return`. At most two pages
   * are read ahead of the consumer.
   */
  subscribe(userId: string, after: number): AsyncIterable<NotificationEvent>;
  /** Stops reading. */
  close(): Promise<void>;
}

export interface BrokerDeps {
  readonly notifications: Pick<NotificationQueries, "after" | "membersWithNewer">;
  readonly signals: Signals;
  /** Called when a read fails; the read is then retried. */
  readonly onError: (error: unknown) => void;
}

/** The subscribers of one member, such as the member's devices and windows. One read serves all of them. */
interface Channel {
  readonly userId: string;
  readonly subscribers: Set<Subscriber>;
}

/** Beyond it the oldest is closed, so that one member cannot take up all connections of a process. */
const maxSubscribersPerMember = 32;

/**
 * A signal carries no data: it only triggers a read of the notifications after the last one that was delivered. So signals
 * may be late, repeated or redundant, and one catch-up replaces all signals that were missed.
 *
 * Reading after the greatest delivered id misses nothing, because one member's notifications are committed in the order of
 * their ids: see notifier.ts.
 */
export function createBroker({ notifications, signals, onError }: BrokerDeps): Broker {
  const channels = new Map<string, Channel>();
  const queue = createSubscriberQueue<Channel>({ read, catchUp, onError });
  let isListening = false;

  function enqueue(userId: string): void {
    const channel = channels.get(userId);
    if (channel) queue.add(channel);
  }

  /** Delivers one page to each channel, all read in one query. */
  async function read(due: readonly Channel[]): Promise<void> {
    // Two channels of one member can be due: one that all subscribers have left, and its successor.
    const inUse = due.filter(({ subscribers }) => subscribers.size > 0);
    const readyByMember = new Map(inUse.map((channel) => [channel.userId, readySubscribers(channel)]));
    const positions = [...readyByMember].flatMap(([userId, ready]): [string, number][] =>
      ready.length === 0 ? [] : [[userId, firstPosition(ready)]],
    );
    if (positions.length === 0) return;
    const counts = new Map<string, number>();
    for (const row of await notifications.after(Object.fromEntries(positions))) {
      const event = presentNotificationEvent(row);
      for (const subscriber of readyByMember.get(row.userId) ?? []) subscriber.deliver(row.id, event);
      counts.set(row.userId, (counts.get(row.userId) ?? 0) + 1);
    }
    for (const channel of inUse) if (counts.get(channel.userId) === maxNotificationsPerRead) queue.add(channel);
  }

  /** Finds, in one query, the channels whose signals were missed. */
  async function catchUp(): Promise<void> {
    if (channels.size === 0) return;
    const positions = [...channels.values()].map(({ userId, subscribers }): [string, number] => [
      userId,
      firstPosition([...subscribers]),
    ]);
    for (const userId of await notifications.membersWithNewer(Object.fromEntries(positions))) enqueue(userId);
  }

  return {
    subscribe(userId, after) {
      if (!isListening) signals.listen({ receive: enqueue, catchUp: queue.catchUp });
      isListening = true;
      const channel: Channel = channels.get(userId) ?? { userId, subscribers: new Set() };
      channels.set(userId, channel);
      const subscriber = createSubscriber(after, {
        onDrain: () => queue.add(channel),
        onClose() {
          channel.subscribers.delete(subscriber);
          if (channel.subscribers.size === 0 && channels.get(userId) === channel) channels.delete(userId);
        },
      });
      const [oldest] = channel.subscribers;
      if (channel.subscribers.size >= maxSubscribersPerMember) void oldest?.events.return?.();
      channel.subscribers.add(subscriber);
      queue.add(channel);
      return subscriber.events;
    },
    async close() {
      await signals.close();
      await queue.close();
    },
  };
}

/** The subscribers whose buffer has room. The others ask for more once their buffer is empty. */
function readySubscribers({ subscribers }: Channel): readonly Subscriber[] {
  return [...subscribers].filter((subscriber) => {
    const isReady = subscriber.buffered < maxNotificationsPerRead;
    subscriber.isBehind ||= !isReady;
    return isReady;
  });
}

function firstPosition(subscribers: readonly Subscriber[]): number {
  return Math.min(...subscribers.map(({ lastId }) => lastId));
}
