import { UnavailableError } from "../errors.ts";

const LONGEST_WAIT = 10_000;

/** Lets one piece of work run at a time, in the order they came. */
export interface Mutex {
  /**
   * @throws UnavailableError when its turn came too late for whoever waits to care (10 s), or after `end`. The work was
   * not begun then.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for those who are in the queue; admits no more. */
  end(): Promise<void>;
}

/**
 * SQLite has one writer at a time. Without turns, writers would wait for one another inside libuv's four threads and
 * leave none for the writer that they wait for.
 */
export function createMutex(clock: () => number = () => performance.now(), longestWait = LONGEST_WAIT): Mutex {
  let last: Promise<unknown> = Promise.resolve();
  let ended = false;
  return {
    run(work) {
      if (ended) return Promise.reject(new UnavailableError("The database is closed"));
      const came = clock();
      const turn = last.then(() => {
        if (clock() - came > longestWait) throw new UnavailableError("The database is too busy");
        return work();
      });
      last = turn.catch(() => undefined);
      return turn;
    },
    async end() {
      ended = true;
      await last;
    },
  };
}
