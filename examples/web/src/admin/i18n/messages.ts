import { computed } from "@preact/signals";
import { locale } from "../../i18n/messages.ts";
import { en } from "./en.ts";
import { ko } from "./ko.ts";

const dictionaries = { en, ko };

export const adminMessages = computed(() => dictionaries[locale.value]);
