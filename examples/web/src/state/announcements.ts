import { signal } from "@preact/signals";
import type { Notification } from "../api.ts";

/** What is told in passing: a notification that arrived, or an error of something that was thought done. */
export interface Announcement {
  readonly key: number;
  readonly news: Notification | { readonly error: unknown } | { readonly text: string };
}

export const announcements = signal<readonly Announcement[]>([]);

const shownFor = 8000;
let lastKey = 0;

export function announce(news: Announcement["news"]): void {
  const key = ++lastKey;
  announcements.value = [...announcements.value.slice(-2), { key, news }];
  setTimeout(() => dismiss(key), shownFor);
}

export function dismiss(key: number): void {
  announcements.value = announcements.value.filter((other) => other.key !== key);
}

/** For what was shown as done before the server had agreed. */
export function announceFault(error: unknown): void {
  announce({ error });
}
