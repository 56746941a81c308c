import { performance } from "node:perf_hooks";

/** Of the time, that the event loop may wait while its processor counts as full: others use it, too. */
const mostIdle = 0.05;

/** Tells whether the event loop had work all the time since it was last asked. */
export function watchEventLoop(): () => boolean {
  let last = performance.eventLoopUtilization();
  return () => {
    const { idle, active } = performance.eventLoopUtilization(last);
    last = performance.eventLoopUtilization();
    // Deno does not know, and says 0 of both.
    return idle <= mostIdle * (idle + active);
  };
}
