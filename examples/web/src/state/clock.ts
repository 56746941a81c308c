import { signal } from "@preact/signals";

/** The time, as exact as "5 minutes ago" needs it. */
export const now = signal(Date.now());

setInterval(() => {
  now.value = Date.now();
}, 20_000);
