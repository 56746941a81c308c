import type { NotificationEvent } from "./present.ts";

/** One stream of a member: a buffer between the broker and an async iterator. */
export interface Subscriber {
  /** The id of the last notification that was delivered. */
  readonly lastId: number;
  /** Whether the broker skipped it because its buffer was full; then it calls `onDrain` when the buffer is empty. */
  isBehind: boolean;
  /** The number of events in the buffer. */
  readonly buffered: number;
  /** Ignores an event that was delivered before. */
  deliver(id: number, event: NotificationEvent): void;
  readonly events: AsyncIterableIterator<NotificationEvent>;
}

export interface SubscriberCallbacks {
  readonly onDrain: () => void;
  readonly onClose: () => void;
}

type Result = IteratorResult<NotificationEvent>;

const done: Result = { done: true, value: undefined };

export function createSubscriber(after: number, { onDrain, onClose }: SubscriberCallbacks): Subscriber {
  const buffer: NotificationEvent[] = [];
  let lastId = after;
  let isBehind = false;
  let isClosed = false;
  let resolvePending: ((result: Result) => void) | undefined;

  const events: AsyncIterableIterator<NotificationEvent> = {
    [Symbol.asyncIterator]: () => events,
    next() {
      const event = buffer.shift();
      if (isClosed) return Promise.resolve(done);
      if (buffer.length === 0 && isBehind) {
        isBehind = false;
        onDrain();
      }
      if (event) return Promise.resolve({ done: false, value: event });
      return new Promise((resolve) => {
        resolvePending = resolve;
      });
    },
    return() {
      isClosed = true;
      buffer.length = 0;
      onClose();
      resolvePending?.(done);
      return Promise.resolve(done);
    },
  };

  return {
    events,
    get lastId() {
      return lastId;
    },
    get buffered() {
      return buffer.length;
    },
    get isBehind() {
      return isBehind;
    },
    set isBehind(value) {
      isBehind = value;
    },
    deliver(id, event) {
      if (isClosed || id <= lastId) return;
      lastId = id;
      if (!resolvePending) {
        buffer.push(event);
        return;
      }
      const resolve = resolvePending;
      resolvePending = undefined;
      resolve({ done: false, value: event });
    },
  };
}
