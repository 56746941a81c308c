import { LanguageSwitch } from "../parts/language-switch.tsx";
import { focusTitle } from "../parts/page.tsx";
import { logOut, me, userId } from "../state/session.ts";
import { words as commonWords } from "../words/words.ts";
import { view } from "./view.ts";
import { words } from "./words/words.ts";

export function Header() {
  const t = words.value;
  const c = commonWords.value;
  const current = (isCurrent: boolean) => (isCurrent ? "page" : undefined);
  return (
    <header class="top">
      <button type="button" class="skip primary" onClick={focusTitle}>
        {c.skip}
      </button>
      <div class="bar">
        <a class="brand" href="/">
          <img src="/assets/icon.svg" alt="" width="28" height="28" />
          minifb
        </a>
        {me.value?.isAdmin && (
          <nav class="views" aria-label={c.mainMenu}>
            <a href="#figures" aria-current={current(view.value === "figures")}>
              {t.figures}
            </a>
            <a href="#members" aria-current={current(view.value === "members")}>
              {t.members}
            </a>
          </nav>
        )}
        <div class="guest">
          <LanguageSwitch />
          {userId.value !== undefined && (
            <button type="button" class="quiet" onClick={() => void logOut()}>
              {c.logOut}
            </button>
          )}
        </div>
      </div>
    </header>
  );
}
