import { computed, effect, signal } from "@preact/signals";
import { en } from "./en.ts";
import { ko } from "./ko.ts";

const dictionaries = { en, ko };
export type Locale = keyof typeof dictionaries;
export const locales = [
  { id: "en", name: en.language },
  { id: "ko", name: ko.language },
] as const;

const storageKey = "minifb.language";

/** The language chosen on this page; by default the first supported one of the browser. */
export const locale = signal<Locale>(firstSupported([localStorage.getItem(storageKey), ...navigator.languages]));

export const messages = computed(() => dictionaries[locale.value]);

effect(() => {
  document.documentElement.lang = locale.value;
});

export function chooseLocale(id: Locale): void {
  localStorage.setItem(storageKey, id);
  locale.value = id;
}

function firstSupported(tags: readonly (string | null)[]): Locale {
  for (const tag of tags) {
    const found = locales.find(({ id }) => tag?.toLowerCase().split("-")[0] === id);
    if (found) return found.id;
  }
  return "en";
}
