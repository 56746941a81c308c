import { type ReadonlySignal, useSignal } from "@preact/signals";

/** An asynchronous action started by the user. */
export interface Task {
  readonly isBusy: ReadonlySignal<boolean>;
  /** Error of the last run; undefined while running. */
  readonly error: ReadonlySignal<unknown>;
  /** Does nothing while a run is pending. @returns whether it succeeded */
  run(action: () => Promise<void>): Promise<boolean>;
}

export function useTask(): Task {
  const isBusy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  return {
    isBusy,
    error,
    async run(action) {
      if (isBusy.value) return false;
      isBusy.value = true;
      error.value = undefined;
      try {
        await action();
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
