import { LanguageSwitch } from "../components/language-switch.tsx";
import { focusTitle } from "../components/page.tsx";
import { messages } from "../i18n/messages.ts";
import { logOut, me, userId } from "../store/session.ts";
import { adminMessages } from "./i18n/messages.ts";
import { view } from "./view.ts";

export function Header() {
  const t = adminMessages.value;
  const c = messages.value;
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
