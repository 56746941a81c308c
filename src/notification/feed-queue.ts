import { setTimeout } from "node:timers";

/** Readings of the database that are due; a few go on at a time, each thing's one after the other. */
export interface ReadingQueue<T> {
  /** Has `thing` read, once more if it is being read already: what is asked for now may have been missed. */
  add(thing: T): void;
  lookAround(): void;
  /** Waits for what goes on; begins nothing more. */
  close(): Promise<void>;
}

export interface ReadingQueueOptions<T> {
  readonly read: (thing: T) => Promise<void>;
  readonly lookAround: () => Promise<void>;
  readonly onFault: (fault: unknown) => void;
}

/** However many members are told at once, requests still find connections free. */
const mostAtOnce = 4;
/** In milliseconds. */
const tryAgainAfter = 1000;

/** What fails is tried again each second, since nobody would call for it once more. */
export function createReadingQueue<T>({ read, lookAround, onFault }: ReadingQueueOptions<T>): ReadingQueue<T> {
  type Due = T | typeof around;
  const due = new Set<Due>();
  const failed = new Set<Due>();
  const going = new Map<Due, Promise<void>>();
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;

  function add(thing: Due): void {
    due.add(thing);
    begin();
  }

  function begin(): void {
    for (const thing of due) {
      if (isClosed || going.size >= mostAtOnce) return;
      if (going.has(thing)) continue;
      due.delete(thing);
      going.set(thing, run(thing));
    }
  }

  async function run(thing: Due): Promise<void> {
    try {
      await (thing === around ? lookAround() : read(thing));
    } catch (fault) {
      onFault(fault);
      failed.add(thing);
      retry ??= setTimeout(tryAgain, tryAgainAfter).unref();
    }
    going.delete(thing);
    begin();
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
      await Promise.all(going.values());
    },
  };
}

/** Stands in the queue for a look around. */
const around = Symbol("look around");
