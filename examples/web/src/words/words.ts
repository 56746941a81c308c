import { computed, effect, signal } from "@preact/signals";
import { now } from "../state/clock.ts";
import { en } from "./en.ts";
import { ko } from "./ko.ts";

const dictionaries = { en, ko };
export type Locale = keyof typeof dictionaries;
export const locales = [
  { id: "en", name: en.language },
  { id: "ko", name: ko.language },
] as const;

const key = "minifb.language";

/** The language that was chosen here, or else the first of the browser's that is known. */
export const locale = signal<Locale>(firstKnown([localStorage.getItem(key), ...navigator.languages]));

export const words = computed(() => dictionaries[locale.value]);

effect(() => {
  document.documentElement.lang = locale.value;
});

export function choose(chosen: Locale): void {
  localStorage.setItem(key, chosen);
  locale.value = chosen;
}

function firstKnown(tags: readonly (string | null)[]): Locale {
  for (const tag of tags) {
    const found = locales.find(({ id }) => tag?.toLowerCase().split("-")[0] === id);
    if (found) return found.id;
  }
  return "en";
}

const longDate = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: "long" }));
const exactTime = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: "long", timeStyle: "short" }));
const distance = computed(() => new Intl.RelativeTimeFormat(locale.value, { numeric: "auto" }));
const shortDate = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: "medium" }));

export function dateOf(timestamp: string): string {
  return longDate.value.format(Date.parse(timestamp));
}

export function timeOf(timestamp: string): string {
  return exactTime.value.format(Date.parse(timestamp));
}

/** "5 minutes ago"; a date once it is more than a week. */
export function agoOf(timestamp: string): string {
  const minutes = Math.max(0, now.value - Date.parse(timestamp)) / 60_000;
  if (minutes < 1) return distance.value.format(0, "second");
  if (minutes < 60) return distance.value.format(-Math.floor(minutes), "minute");
  if (minutes < 24 * 60) return distance.value.format(-Math.floor(minutes / 60), "hour");
  if (minutes < 7 * 24 * 60) return distance.value.format(-Math.floor(minutes / 60 / 24), "day");
  return shortDate.value.format(Date.parse(timestamp));
}
