import { type ReadonlySignal, signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** Whether the user paused polling. */
export const isPaused = signal(false);
/** Time of the last successful fetch, in milliseconds since 1970. */
export const updatedAt = signal<number | undefined>(undefined);

const isHidden = signal(document.hidden);
document.addEventListener("visibilitychange", () => {
  isHidden.value = document.hidden;
});

export interface Polled<Data> {
  readonly data: ReadonlySignal<Data | undefined>;
  /** Error of the last attempt. `data` keeps the previous result. */
  readonly error: ReadonlySignal<unknown>;
}

/**
 * Fetches repeatedly, except while the page is hidden or polling is paused.
 * @param seconds pause between a response and the next request
 * @param key identifies what is fetched; a change fetches at once
 */
export function usePolled<Data>(fetchData: () => Promise<Data>, seconds: number, key = ""): Polled<Data> {
  const data = useSignal<Data | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const loadedKey = useRef<string | undefined>(undefined);
  const isIdle = isHidden.value || isPaused.value;

  useEffect(() => {
    if (isIdle && loadedKey.current === key) return;
    let isCancelled = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function poll(): Promise<void> {
      try {
        const result = await fetchData();
        if (isCancelled) return;
        loadedKey.current = key;
        data.value = result;
        error.value = undefined;
        updatedAt.value = Date.now();
      } catch (reason) {
        if (isCancelled) return;
        error.value = reason;
      }
      if (!isIdle) timer = setTimeout(poll, seconds * 1000);
    }
    void poll();
    return () => {
      isCancelled = true;
      clearTimeout(timer);
    };
  }, [isIdle, key]);

  return { data, error };
}
