import { setTimeout as delay } from "node:timers/promises";

/** Lets a test decide in which order things happen that race one another. */
export interface Gate {
  /** Whoever comes to the point of this name waits from now on. */
  hold(point: string): void;
  /** Resolves when so many wait. @throws Error when they do not come */
  held(count: number): Promise<void>;
  /** Lets all go on, in the order in which they came, and opens the gate. */
  release(): void;
  /** Waits if this point is held. */
  pass(point: string): Promise<void>;
}

const patience = 15_000;

export function createGate(): Gate {
  let held: string | undefined;
  let waiting: (() => void)[] = [];
  return {
    hold(point) {
      held = point;
    },
    async held(count) {
      for (const end = Date.now() + patience; waiting.length < count; await delay(5)) {
        if (Date.now() > end) throw new Error(`${waiting.length} instead of ${count} wait at ${held}`);
      }
    },
    release() {
      held = undefined;
      for (const go of waiting) go();
      waiting = [];
    },
    async pass(point) {
      if (point === held) await new Promise<void>((go) => waiting.push(go));
    },
  };
}
