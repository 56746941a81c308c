import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { loadMe, userId } from "../state/session.ts";

/**
 * Learns about whoever signs in.
 * @param begin what else begins with that
 */
export function useMe(begin?: () => void) {
  const error = useSignal<unknown>(undefined);
  const who = userId.value;
  async function load(): Promise<void> {
    error.value = undefined;
    try {
      await loadMe();
    } catch (reason) {
      if (userId.value !== undefined) error.value = reason;
    }
  }
  useEffect(() => {
    error.value = undefined;
    if (who === undefined) return;
    void load();
    begin?.();
  }, [who]);
  return { value: error.value, retry: load };
}
