import { setTimeout } from "node:timers";

/** Readings of the database that are due. What is due at the same time is read together, so under load they grow, not wait. */
export interface SubscriberQueue<T> {
  /** Has `thing` read, once more if it is being read already: what is asked for now may have been missed. */
  add(thing: T): void;
  lookAround(): void;
  /** Waits for what goes on; begins nothing more. */
  close(): Promise<void>;
}

export interface SubscriberQueueOptions<T> {
  readonly read: (things: readonly T[]) => Promise<void>;
  readonly lookAround: () => Promise<void>;
  readonly onFault: (fault: unknown) => void;
}

/** However many members are told at once, requests still find connections free. */
const mostAtOnce = 2;
const mostTogether = 50;
/** In milliseconds. */
const tryAgainAfter = 1000;

/** Stands in the queue for a look around. */
const around = Symbol("look around");

/** What fails is tried again each second, since nobody would call for it once more. */
export function createSubscriberQueue<T>({ read, lookAround, onFault }: SubscriberQueueOptions<T>): SubscriberQueue<T> {
  type Due = T | typeof around;
  const due = new Set<Due>();
  const failed = new Set<Due>();
  const going = new Set<Due>();
  const readings = new Set<Promise<void>>();
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;

  function add(thing: Due): void {
    due.add(thing);
    begin();
  }

  function begin(): void {
    while (!isClosed && readings.size < mostAtOnce) {
      if (due.has(around) && !going.has(around)) start([around], lookAround());
      const things = nextThings();
      if (things.length === 0) return;
      start(things, read(things));
    }
  }

  function nextThings(): readonly T[] {
    const things: T[] = [];
    for (const thing of due) {
      if (thing !== around && !going.has(thing)) things.push(thing);
      if (things.length === mostTogether) break;
    }
    return things;
  }

  function start(things: readonly Due[], work: Promise<void>): void {
    for (const thing of things) {
      due.delete(thing);
      going.add(thing);
    }
    const reading = work.catch((fault: unknown) => {
      onFault(fault);
      for (const thing of things) failed.add(thing);
      retry ??= setTimeout(tryAgain, tryAgainAfter).unref();
    });
    readings.add(reading);
    void reading.then(() => {
      readings.delete(reading);
      for (const thing of things) going.delete(thing);
      begin();
    });
  }

  function tryAgain(): void {
    retry = undefined;
    for (const thing of failed) due.add(thing);
    failed.clear();
    begin();
  }

  return {
    add,
    lookAround: () => add(around),
    async close() {
      isClosed = true;
      clearTimeout(retry);
      await Promise.all(readings);
    },
  };
}
