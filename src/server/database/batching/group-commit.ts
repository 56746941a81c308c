import { setImmediate, setTimeout } from "node:timers";
import type { Statement } from "../database.ts";
import { isRolledBack } from "../errors.ts";

/** What a batch does with a row that another transaction has locked: leave that write out, or wait. */
export type OnLocked = "skip" | "wait";

/**
 * A statement in its two forms: for batches, which skip locked rows, and for one write, which waits for them.
 * @param text gets what to append to `FOR NO KEY UPDATE`
 */
export function batchStatements(name: string, text: (skipLocked: string) => string): Record<OnLocked, Statement> {
  return { skip: { name: `${name}_batch`, text: text("SKIP LOCKED") }, wait: { name, text: text("") } };
}

export interface GroupCommitOptions<Write, Result> {
  /** Of two writes with the same key, the later one starts after the earlier one has ended. By default no two share a key. */
  readonly keyOf?: (write: Write) => unknown;
  /** The row that a write locks. While a batch holds it, later writes that need it are queued and then share a batch. */
  readonly lockOf?: (write: Write) => unknown;
  /**
   * Does all writes of a batch in one transaction, or none if it throws.
   * @returns the results in the order of the writes; undefined for a write whose row is missing or, with "skip", locked
   */
  commit(writes: readonly Write[], onLocked: OnLocked): Promise<readonly (Result | undefined)[]>;
}

/** Transactions in flight: while one waits for the disk, others use the database's processor. */
const maxConcurrency = 3;
/**
 * A further transaction beside those in flight starts only for this many writes, because a transaction by itself costs the
 * database as much as six writes: with 8 a reaction took 225 us of its processor, with 32 it takes 175 us.
 */
const minFurtherBatch = 32;
/** From here on, the fixed cost of a transaction is small for each of its writes. */
const maxBatch = 64;
/** A transaction that takes longer probably waits for a lock. It then no longer counts as in flight, so others can start. */
const slowCommitMs = 50;

interface QueuedWrite<Write, Result> {
  readonly write: Write;
  resolve(result: Result | undefined | PromiseLike<Result | undefined>): void;
  reject(error: unknown): void;
}

/**
 * Group commit: writes that arrive while others are in flight are queued and then share one transaction, so batches grow
 * with the load. A write resolves after its commit. One write's failure does not fail another: if the database refuses a
 * batch, each of its writes runs again in a transaction of its own, and so does each write that the batch left out. A batch
 * whose outcome is unknown is never repeated.
 *
 * @returns undefined for a write whose row does not exist
 */
export function groupCommit<Write, Result>({
  keyOf = (write) => write,
  lockOf = keyOf,
  commit,
}: GroupCommitOptions<Write, Result>): (write: Write) => Promise<Result | undefined> {
  let queue: QueuedWrite<Write, Result>[] = [];
  const locked = new Set<unknown>();
  const keysInFlight = new Set<unknown>();
  let inFlight = 0;
  let isScheduled = false;

  /** Starts after the current turn of the event loop, so that requests which arrived together share a batch. */
  function schedule(): void {
    if (isScheduled || inFlight >= maxConcurrency) return;
    isScheduled = true;
    setImmediate(startBatches);
  }

  function startBatches(): void {
    isScheduled = false;
    while (inFlight < maxConcurrency && queue.length >= (inFlight === 0 ? 1 : minFurtherBatch)) {
      const batch = takeBatch();
      if (batch.length === 0) return;
      start(batch);
    }
  }

  function start(batch: readonly QueuedWrite<Write, Result>[]): void {
    const keys = batch.map(({ write }) => keyOf(write));
    const locks = batch.map(({ write }) => lockOf(write));
    for (const key of keys) keysInFlight.add(key);
    for (const lock of locks) locked.add(lock);
    inFlight++;
    let isCounted = true;
    const stopCounting = () => {
      if (isCounted) {
        isCounted = false;
        inFlight--;
        for (const lock of locks) locked.delete(lock);
      }
      startBatches();
    };
    const timer = setTimeout(stopCounting, slowCommitMs);
    let isReleased = false;
    const release = () => {
      if (isReleased) return;
      isReleased = true;
      clearTimeout(timer);
      for (const key of keys) keysInFlight.delete(key);
      stopCounting();
    };
    void run(batch, release);
  }

  /** The oldest queued writes, except for writes whose key is in the batch or in flight and writes whose lock is held. */
  function takeBatch(): QueuedWrite<Write, Result>[] {
    const size = Math.min(maxBatch, Math.max(minFurtherBatch, Math.ceil(queue.length / maxConcurrency)));
    const batch = new Map<unknown, QueuedWrite<Write, Result>>();
    const remaining: QueuedWrite<Write, Result>[] = [];
    for (const queued of queue) {
      const key = keyOf(queued.write);
      const mustWait = batch.has(key) || keysInFlight.has(key) || locked.has(lockOf(queued.write));
      if (batch.size === size || mustWait) remaining.push(queued);
      else batch.set(key, queued);
    }
    queue = remaining;
    return [...batch.values()];
  }

  /** @param release starts the next batch; called before the callers go on where possible, so that the database stays busy */
  async function run(batch: readonly QueuedWrite<Write, Result>[], release: () => void): Promise<void> {
    const [first] = batch;
    if (first && batch.length === 1) return first.resolve(commitAlone(first.write).finally(release));
    let results: readonly (Result | undefined)[] = [];
    try {
      results = await commit(
        batch.map(({ write }) => write),
        "skip",
      );
    } catch (error) {
      if (!isRolledBack(error)) {
        release();
        for (const { reject } of batch) reject(error);
        return;
      }
    }
    const leftOut = batch.filter((_, index) => results[index] === undefined);
    if (leftOut.length === 0) release();
    for (const [index, { resolve }] of batch.entries()) {
      const result = results[index];
      if (result !== undefined) resolve(result);
    }
    const repeated = leftOut.map(({ write, resolve }) => {
      const result = commitAlone(write);
      resolve(result);
      return result;
    });
    await Promise.allSettled(repeated);
    release();
  }

  async function commitAlone(write: Write): Promise<Result | undefined> {
    const [result] = await commit([write], "wait");
    return result;
  }

  return (write) =>
    new Promise((resolve, reject) => {
      queue.push({ write, resolve, reject });
      schedule();
    });
}
