import { getPriority, setPriority } from "node:os";
import process from "node:process";

/** Gets a third of the time of a core that a thread at the usual priority wants as well. */
const niceness = 5;

/**
 * Lowers the priority of the thread that calls it. On Linux a thread has one of its own, which it may always lower; elsewhere
 * this would be the whole process's, and Deno has to allow it, so that there, or without, a thread stays like any other.
 */
export function lowerThreadPriority(): void {
  if (process.platform !== "linux") return;
  try {
    setPriority(Math.min(getPriority() + niceness, 19));
  } catch {
    // It is no fault to be as quick as the others.
  }
}
