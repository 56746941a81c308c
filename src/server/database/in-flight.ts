import { UnavailableError } from "./errors.ts";

/** Knows what work is under way, so that a database is not closed while somebody uses it. */
export interface InFlightTracker {
  /** @throws UnavailableError after `end`; the work was not begun then. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Admits no more work, and waits for what there is. */
  end(): Promise<void>;
}

export function createInFlightTracker(): InFlightTracker {
  let count = 0;
  let isEnded = false;
  let becomeIdle = () => {};
  const idle = new Promise<void>((resolve) => {
    becomeIdle = resolve;
  });

  return {
    async run(work) {
      if (isEnded) throw new UnavailableError("The database is closed");
      count++;
      try {
        return await work();
      } finally {
        count--;
        if (isEnded && count === 0) becomeIdle();
      }
    },
    end() {
      isEnded = true;
      if (count === 0) becomeIdle();
      return idle;
    },
  };
}
