import { setImmediate, setTimeout } from "node:timers";
import { isUndone } from "./faults.ts";

export interface Writing<Write, Result> {
  /** Two writes of one key are not done together but one after the other; each is its own where nothing else is said. */
  readonly keyOf?: (write: Write) => unknown;
  /** One write, as if there were no others. */
  alone(write: Write): Promise<Result>;
  /** Several writes in one transaction. Gives what came of each, in their order; undefined for one that has to be done alone. */
  together(writes: readonly Write[]): Promise<readonly (Result | undefined)[]>;
}

/** Enough that what a transaction costs by itself, above all the wait for the disk, is little for each. */
const most = 64;

/** In milliseconds. What takes longer waits for a lock, and nobody waits with it but those who are in it. */
const patience = 50;

interface Waiting<Write, Result> {
  readonly write: Write;
  resolve(result: Result | PromiseLike<Result>): void;
  reject(fault: unknown): void;
}

/**
 * Writes that come while another one is under way wait for it, and are then done together, in one transaction: the more
 * there is to do, the more is done at once. Nobody is told before the commit, and nobody's fault becomes another's: a
 * transaction that the database refuses is done again, each write alone.
 */
export function sharedWrites<Write, Result>({
  keyOf = (write) => write,
  alone,
  together,
}: Writing<Write, Result>): (write: Write) => Promise<Result> {
  let allWaiting: Waiting<Write, Result>[] = [];
  let isUnderWay = false;
  let isDue = false;

  /** When whatever else has come in at the same time was looked at, too. */
  function beginSoon(): void {
    if (isDue || isUnderWay) return;
    isDue = true;
    setImmediate(begin);
  }

  function begin(): void {
    isDue = false;
    if (isUnderWay || allWaiting.length === 0) return;
    isUnderWay = true;
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      isUnderWay = false;
      begin();
    };
    const timer = setTimeout(end, patience);
    void perform(takeNext(), end);
  }

  /** Those who came first, but of each key only one. */
  function takeNext(): Waiting<Write, Result>[] {
    const next = new Map<unknown, Waiting<Write, Result>>();
    const others: Waiting<Write, Result>[] = [];
    for (const waiting of allWaiting) {
      const key = keyOf(waiting.write);
      if (next.size === most || next.has(key)) others.push(waiting);
      else next.set(key, waiting);
    }
    allWaiting = others;
    return [...next.values()];
  }

  /** @param end to be called when it is done, before anybody is told, so that the database has work again */
  async function perform(writes: readonly Waiting<Write, Result>[], end: () => void): Promise<void> {
    const [first] = writes;
    if (first && writes.length === 1) return first.resolve(alone(first.write).finally(end));
    try {
      const results = await together(writes.map(({ write }) => write));
      end();
      for (const [index, { write, resolve }] of writes.entries()) resolve(results[index] ?? alone(write));
    } catch (fault) {
      end();
      for (const { write, resolve, reject } of writes) isUndone(fault) ? resolve(alone(write)) : reject(fault);
    }
  }

  return (write) =>
    new Promise((resolve, reject) => {
      allWaiting.push({ write, resolve, reject });
      beginSoon();
    });
}
