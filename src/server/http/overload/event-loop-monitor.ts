import { performance } from "node:perf_hooks";

/** The share of idle time up to which the event loop counts as busy: other processes use the processor, too. */
const maxIdleShare = 0.05;

/** Returns a function that reports whether the event loop was busy since the function's last call. */
export function watchEventLoop(): () => boolean {
  let last = performance.eventLoopUtilization();
  return () => {
    const { idle, active } = performance.eventLoopUtilization(last);
    last = performance.eventLoopUtilization();
    // Deno reports 0 for both, so that its event loop always counts as busy.
    return idle <= maxIdleShare * (idle + active);
  };
}
