import { type ReadonlySignal, useSignal } from "@preact/signals";

/** Something that a button starts and that takes a while. */
export interface Task {
  readonly isBusy: ReadonlySignal<boolean>;
  /** Why it failed the last time; undefined as soon as it is tried again. */
  readonly error: ReadonlySignal<unknown>;
  /** Does nothing while it is at it. @returns whether it went well */
  run(work: () => Promise<void>): Promise<boolean>;
}

export function useTask(): Task {
  const isBusy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  return {
    isBusy,
    error,
    async run(work) {
      if (isBusy.value) return false;
      isBusy.value = true;
      error.value = undefined;
      try {
        await work();
        return true;
      } catch (reason) {
        error.value = reason;
        return false;
      } finally {
        isBusy.value = false;
      }
    },
  };
}
