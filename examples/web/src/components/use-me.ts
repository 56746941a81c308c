import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { loadMe, userId } from "../store/session.ts";

/**
 * Loads the account after each login.
 * @param onLogin also called then
 */
export function useMe(onLogin?: () => void) {
  const error = useSignal<unknown>(undefined);
  const id = userId.value;
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
    if (id === undefined) return;
    void load();
    onLogin?.();
  }, [id]);
  return { value: error.value, retry: load };
}
