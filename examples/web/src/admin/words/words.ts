import { computed } from "@preact/signals";
import { locale } from "../../words/words.ts";
import { en } from "./en.ts";
import { ko } from "./ko.ts";

const dictionaries = { en, ko };

export const words = computed(() => dictionaries[locale.value]);
