import { setTimeout as delay } from "node:timers/promises";

const look = 10;

/** Waits until something is so, or no longer than `limit` ms. */
export async function settled(isSo: () => boolean, limit: number): Promise<void> {
  const end = performance.now() + limit;
  while (!isSo() && performance.now() < end) await delay(look);
}
