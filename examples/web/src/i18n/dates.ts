import { computed, signal } from "@preact/signals";
import { locale } from "./messages.ts";

/** The current time, updated often enough for "5 minutes ago". */
const now = signal(Date.now());

setInterval(() => {
  now.value = Date.now();
}, 20_000);

const longDate = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: "long" }));
const exactTime = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: "long", timeStyle: "short" }));
const relativeTime = computed(() => new Intl.RelativeTimeFormat(locale.value, { numeric: "auto" }));
const shortDate = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: "medium" }));

export function formatDate(timestamp: string): string {
  return longDate.value.format(Date.parse(timestamp));
}

export function formatTime(timestamp: string): string {
  return exactTime.value.format(Date.parse(timestamp));
}

/** "5 minutes ago"; a date after a week. */
export function formatRelativeTime(timestamp: string): string {
  const minutes = Math.max(0, now.value - Date.parse(timestamp)) / 60_000;
  if (minutes < 1) return relativeTime.value.format(0, "second");
  if (minutes < 60) return relativeTime.value.format(-Math.floor(minutes), "minute");
  if (minutes < 24 * 60) return relativeTime.value.format(-Math.floor(minutes / 60), "hour");
  if (minutes < 7 * 24 * 60) return relativeTime.value.format(-Math.floor(minutes / 60 / 24), "day");
  return shortDate.value.format(Date.parse(timestamp));
}
