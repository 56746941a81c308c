import { setImmediate } from "node:timers";

/** One thing that was asked for, by however many at the same time. */
export interface BatchedQuery<Query> {
  readonly key: string | number;
  readonly query: Query;
  readonly viewers: ReadonlySet<string>;
}

/** How far it pays for reads to share a query, which is for each database to say. */
export interface BatchingLimits {
  /** How many queries may be under way; who comes then waits for the next. */
  readonly concurrency: number;
  /** For so many, or for so many different things, a query is worthwhile; no more are waited for. */
  readonly few: number;
  /** How many different things one query may look up. */
  readonly most: number;
}

interface Waiting<Query, Result> extends BatchedQuery<Query> {
  readonly viewers: Set<string>;
  readonly result: Promise<Result>;
  resolve(result: Result): void;
  reject(fault: unknown): void;
}

/**
 * Lets those who ask at the same time share a query, without anybody ever getting what is out of date: whoever comes waits
 * for a query that begins after they came. So the more there is to do, the more is done by each query; and however many ask
 * for the same thing, a query looks it up once.
 *
 * @param keyOf tells one thing from another
 * @param read looks up several things, each for all who asked for it, and gives what it found in their order
 */
export function batchQueries<Query, Result>(
  { concurrency, few, most }: BatchingLimits,
  keyOf: (query: Query) => string | number,
  read: (asked: readonly BatchedQuery<Query>[]) => Promise<readonly Result[]>,
): (query: Query, viewerId: string) => Promise<Result> {
  let allWaiting = new Map<string | number, Waiting<Query, Result>>();
  let underWay = 0;
  let isDue = false;

  /** When whatever else has come in at the same time was looked at, too. */
  function beginSoon(): void {
    if (isDue || underWay >= concurrency) return;
    isDue = true;
    setImmediate(begin);
  }

  function begin(): void {
    isDue = false;
    while (allWaiting.size > 0 && underWay < concurrency) void query(takeNext());
  }

  /**
   * Those who came first: few, or an even share for each query that may be under way. The others get a new map: of one that
   * is always added to and deleted from, V8 keeps the tables that it no longer uses, with what was in them, for long.
   */
  function takeNext(): Waiting<Query, Result>[] {
    const count = Math.ceil(Math.min(most, Math.max(few, allWaiting.size / concurrency)));
    const all = [...allWaiting];
    allWaiting = new Map(all.slice(count));
    return all.slice(0, count).map(([, waiting]) => waiting);
  }

  async function query(asked: readonly Waiting<Query, Result>[]): Promise<void> {
    underWay++;
    try {
      const results = await read(asked);
      end();
      for (const [index, result] of results.entries()) asked[index]?.resolve(result);
    } catch (fault) {
      end();
      for (const { reject } of asked) reject(fault);
    }
  }

  /** The database has work again before what it found is told. */
  function end(): void {
    underWay--;
    begin();
  }

  return (query, viewerId) => {
    const key = keyOf(query);
    let waiting = allWaiting.get(key);
    if (!waiting) {
      waiting = waitFor(key, query);
      allWaiting.set(key, waiting);
    }
    const { viewers, result } = waiting;
    viewers.add(viewerId);
    if (allWaiting.size >= few || viewers.size >= few) begin();
    else beginSoon();
    return result;
  };
}

function waitFor<Query, Result>(key: string | number, query: Query): Waiting<Query, Result> {
  let resolve = (_result: Result) => {};
  let reject = (_fault: unknown) => {};
  const result = new Promise<Result>((...settle) => {
    [resolve, reject] = settle;
  });
  return { key, query, viewers: new Set(), result, resolve, reject };
}
