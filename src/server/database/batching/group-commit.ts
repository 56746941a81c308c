import { setImmediate, setTimeout } from "node:timers";
import { isUndone } from "../errors.ts";

export interface GroupCommitOptions<Write, Result> {
  /** Two writes of one key are not done together but one after the other; each is its own where nothing else is said. */
  readonly keyOf?: (write: Write) => unknown;
  /** What a write locks: while one has it, those that come later and want it wait here, and are then done together. */
  readonly lockOf?: (write: Write) => unknown;
  /** One write, as if there were no others. */
  alone(write: Write): Promise<Result>;
  /** Several writes in one transaction. Gives what came of each, in their order; undefined for one that has to be done alone. */
  batch(writes: readonly Write[]): Promise<readonly (Result | undefined)[]>;
}

/** Transactions that may be under way: while one waits for the disk, another one has the processor. */
const atOnce = 3;
/**
 * For so many another transaction is worthwhile beside those that are under way. One takes the database, by itself, what six
 * writes take it: with 8 a reaction took 225 us of its processor, with 32 it takes 175.
 */
const few = 32;
/** Enough that what a transaction costs by itself is little for each. */
const most = 64;

/** In milliseconds. What takes longer waits for a lock, and nobody waits with it but those who are in it. */
const patience = 50;

interface Waiting<Write, Result> {
  readonly write: Write;
  resolve(result: Result | PromiseLike<Result>): void;
  reject(fault: unknown): void;
}

/**
 * Writes that come while others are under way wait for them, and are then done together, in one transaction: the more
 * there is to do, the more is done at once. Nobody is told before the commit, and nobody's fault becomes another's: a
 * transaction that the database refuses is done again, each write alone.
 */
export function groupCommit<Write, Result>({
  keyOf = (write) => write,
  lockOf = keyOf,
  alone,
  batch,
}: GroupCommitOptions<Write, Result>): (write: Write) => Promise<Result> {
  let allWaiting: Waiting<Write, Result>[] = [];
  const locked = new Set<unknown>();
  let underWay = 0;
  let isDue = false;

  /** When whatever else has come in at the same time was looked at, too. */
  function beginSoon(): void {
    if (isDue || underWay >= atOnce) return;
    isDue = true;
    setImmediate(begin);
  }

  function begin(): void {
    isDue = false;
    while (underWay < atOnce && allWaiting.length >= (underWay === 0 ? 1 : few)) {
      const next = takeNext();
      if (next.length === 0) return;
      start(next);
    }
  }

  function start(writes: readonly Waiting<Write, Result>[]): void {
    const locks = writes.map(({ write }) => lockOf(write));
    for (const lock of locks) locked.add(lock);
    underWay++;
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      underWay--;
      for (const lock of locks) locked.delete(lock);
      begin();
    };
    const timer = setTimeout(end, patience);
    void perform(writes, end);
  }

  /** Those who came first, but of each key only one, and none that has to wait for a lock. */
  function takeNext(): Waiting<Write, Result>[] {
    const count = Math.min(most, Math.max(few, Math.ceil(allWaiting.length / atOnce)));
    const next = new Map<unknown, Waiting<Write, Result>>();
    const others: Waiting<Write, Result>[] = [];
    for (const waiting of allWaiting) {
      const key = keyOf(waiting.write);
      if (next.size === count || next.has(key) || locked.has(lockOf(waiting.write))) others.push(waiting);
      else next.set(key, waiting);
    }
    allWaiting = others;
    return [...next.values()];
  }

  /** @param end to be called when it is done, if possible before anybody is told, so that the database has work again */
  async function perform(writes: readonly Waiting<Write, Result>[], end: () => void): Promise<void> {
    const [first] = writes;
    if (first && writes.length === 1) return first.resolve(alone(first.write).finally(end));
    let results: readonly (Result | undefined)[] = [];
    try {
      results = await batch(writes.map(({ write }) => write));
    } catch (fault) {
      if (!isUndone(fault)) {
        end();
        for (const { reject } of writes) reject(fault);
        return;
      }
    }
    const left = writes.filter((_, index) => results[index] === undefined);
    if (left.length === 0) end();
    for (const [index, { resolve }] of writes.entries()) {
      const result = results[index];
      if (result !== undefined) resolve(result);
    }
    const finished = left.map(({ write, resolve }) => {
      const result = alone(write);
      resolve(result);
      return result;
    });
    await Promise.allSettled(finished);
    end();
  }

  return (write) =>
    new Promise((resolve, reject) => {
      allWaiting.push({ write, resolve, reject });
      beginSoon();
    });
}
