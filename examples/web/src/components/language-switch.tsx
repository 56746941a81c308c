import { chooseLocale, locale, locales, messages } from "../i18n/messages.ts";

export function LanguageSwitch() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has browser styles of its own.
    <div class="languages" role="group" aria-label={messages.value.languages}>
      {locales.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          class="quiet"
          lang={id}
          aria-pressed={locale.value === id}
          onClick={() => chooseLocale(id)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
