import { UnavailableError } from "./faults.ts";

/** Knows what work is under way, so that a database is not closed while somebody uses it. */
export interface UnderWay {
  /** @throws UnavailableError after `end`; the work was not begun then. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Admits no more work, and waits for what there is. */
  end(): Promise<void>;
}

export function createUnderWay(): UnderWay {
  const works = new Set<Promise<unknown>>();
  let isEnded = false;
  return {
    run(work) {
      if (isEnded) return Promise.reject(new UnavailableError("The database is closed"));
      const running = work().finally(() => works.delete(running));
      works.add(running);
      return running;
    },
    async end() {
      isEnded = true;
      await Promise.allSettled(works);
    },
  };
}
