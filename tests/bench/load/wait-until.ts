import { setTimeout as delay } from "node:timers/promises";

const pollMs = 10;

/** Polls a condition until it is true or the timeout is over. */
export async function waitUntil(condition: () => boolean, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!condition() && performance.now() < deadline) await delay(pollMs);
}
