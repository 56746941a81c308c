import { choose, locale, locales, words } from "../words/words.ts";

export function LanguageSwitch() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as a form's part.
    <div class="languages" role="group" aria-label={words.value.languages}>
      {locales.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          class="quiet"
          lang={id}
          aria-pressed={locale.value === id}
          onClick={() => choose(id)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
