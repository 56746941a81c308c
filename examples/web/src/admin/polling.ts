import { type ReadonlySignal, signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** Whether somebody wants to read in peace. */
export const isPaused = signal(false);
/** When something was last read, in milliseconds since 1970. */
export const updatedAt = signal<number | undefined>(undefined);

const isHidden = signal(document.hidden);
document.addEventListener("visibilitychange", () => {
  isHidden.value = document.hidden;
});

export interface Polled<Data> {
  readonly data: ReadonlySignal<Data | undefined>;
  /** Why the last attempt failed, while `data` is what was read before. */
  readonly error: ReadonlySignal<unknown>;
}

/**
 * Reads something again and again, but not while nobody sees the page.
 * @param seconds from one answer to the next question
 * @param key another one makes it read anew
 */
export function usePolled<Data>(read: () => Promise<Data>, seconds: number, key = ""): Polled<Data> {
  const data = useSignal<Data | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const known = useRef<string | undefined>(undefined);
  const isIdle = isHidden.value || isPaused.value;

  useEffect(() => {
    if (isIdle && known.current === key) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function ask(): Promise<void> {
      try {
        const answer = await read();
        if (isOver) return;
        known.current = key;
        data.value = answer;
        error.value = undefined;
        updatedAt.value = Date.now();
      } catch (reason) {
        if (isOver) return;
        error.value = reason;
      }
      if (!isIdle) timer = setTimeout(ask, seconds * 1000);
    }
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [isIdle, key]);

  return { data, error };
}
