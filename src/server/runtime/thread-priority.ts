import { getPriority, setPriority } from "node:os";
import process from "node:process";

/** With this niceness a thread gets a third of a core's time while a thread of usual priority wants it too. */
const niceness = 5;
const maxNiceness = 19;

/**
 * Lowers the priority of the calling thread, so that expensive work on it does not delay requests. Only on Linux: there a
 * thread has a priority of its own; elsewhere the whole process would get slower. It has no ablation, because the hashing
 * thread reads no environment, which Deno would have to permit.
 */
export function lowerThreadPriority(): void {
  if (process.platform !== "linux") return;
  try {
    setPriority(Math.min(getPriority() + niceness, maxNiceness));
  } catch {
    // Deno may not have the permission. The thread then keeps its priority, which is correct, too.
  }
}
