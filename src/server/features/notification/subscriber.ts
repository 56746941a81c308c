import type { NotificationEvent } from "./broker.ts";

/** One stream of a member's: what it was given and has not taken yet. */
export interface Subscriber {
  /** The id of the last notification that it was given. */
  readonly last: number;
  /** Whether it was passed over because it had enough; it asks for more when it has taken all. */
  isBehind: boolean;
  /** How many events wait. */
  readonly waiting: number;
  /** Does nothing with what was given before. */
  give(id: number, event: NotificationEvent): void;
  readonly events: AsyncIterableIterator<NotificationEvent>;
}

export interface SubscriberCallbacks {
  readonly wantsMore: () => void;
  readonly leave: () => void;
}

type Next = IteratorResult<NotificationEvent>;

const done: Next = { done: true, value: undefined };

export function createSubscriber(after: number, { wantsMore, leave }: SubscriberCallbacks): Subscriber {
  const waiting: NotificationEvent[] = [];
  let last = after;
  let isBehind = false;
  let isOver = false;
  let answer: ((next: Next) => void) | undefined;

  const events: AsyncIterableIterator<NotificationEvent> = {
    [Symbol.asyncIterator]: () => events,
    next() {
      const event = waiting.shift();
      if (isOver) return Promise.resolve(done);
      if (waiting.length === 0 && isBehind) {
        isBehind = false;
        wantsMore();
      }
      if (event) return Promise.resolve({ done: false, value: event });
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    return() {
      isOver = true;
      waiting.length = 0;
      leave();
      answer?.(done);
      return Promise.resolve(done);
    },
  };

  return {
    events,
    get last() {
      return last;
    },
    get waiting() {
      return waiting.length;
    },
    get isBehind() {
      return isBehind;
    },
    set isBehind(value) {
      isBehind = value;
    },
    give(id, event) {
      if (isOver || id <= last) return;
      last = id;
      if (!answer) {
        waiting.push(event);
        return;
      }
      const resolve = answer;
      answer = undefined;
      resolve({ done: false, value: event });
    },
  };
}

export function isFull(follower: Subscriber, most: number): boolean {
  return follower.waiting >= most;
}
