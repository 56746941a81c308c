import { UnavailableError } from "../errors.ts";

/** Counts the work in flight, so that connections are closed only after it. */
export interface InFlightTracker {
  /** @throws UnavailableError after `drain`, without starting the work */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Refuses further work and waits for the work in flight. */
  drain(): Promise<void>;
}

export function createInFlightTracker(): InFlightTracker {
  let count = 0;
  let isDraining = false;
  let becomeIdle = () => {};
  const idle = new Promise<void>((resolve) => {
    becomeIdle = resolve;
  });

  return {
    async run(work) {
      if (isDraining) throw new UnavailableError("The database is closed");
      count++;
      try {
        return await work();
      } finally {
        count--;
        if (isDraining && count === 0) becomeIdle();
      }
    },
    drain() {
      isDraining = true;
      if (count === 0) becomeIdle();
      return idle;
    },
  };
}
