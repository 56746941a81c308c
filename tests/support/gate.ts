import { setTimeout as delay } from "node:timers/promises";

/** Lets a test control the order of concurrent operations. */
export interface Gate {
  /** From now on operations that reach this point wait. */
  hold(point: string): void;
  /** Resolves when so many operations wait. @throws Error after a timeout */
  held(count: number): Promise<void>;
  /** Resumes all waiting operations in order of arrival, and opens the gate. */
  release(): void;
  /** To be called by an operation at a point; waits if the point is held. */
  pass(point: string): Promise<void>;
}

const timeoutMs = 15_000;

export function createGate(): Gate {
  let heldPoint: string | undefined;
  let waiting: (() => void)[] = [];
  return {
    hold(point) {
      heldPoint = point;
    },
    async held(count) {
      for (const end = Date.now() + timeoutMs; waiting.length < count; await delay(5)) {
        if (Date.now() > end) throw new Error(`${waiting.length} instead of ${count} wait at ${heldPoint}`);
      }
    },
    release() {
      heldPoint = undefined;
      for (const resume of waiting) resume();
      waiting = [];
    },
    async pass(point) {
      if (point === heldPoint) await new Promise<void>((resume) => waiting.push(resume));
    },
  };
}
