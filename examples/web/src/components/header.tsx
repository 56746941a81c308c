import { messages } from "../i18n/messages.ts";
import { links, visit } from "../router.ts";
import { unreadCount } from "../store/notifications.ts";
import { userId } from "../store/session.ts";
import { icons } from "./icons.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import { focusTitle } from "./page.tsx";

const maxBadgeCount = 99;

export function Header() {
  const t = messages.value;
  const id = userId.value;
  return (
    <header class="top">
      <button type="button" class="skip primary" onClick={focusTitle}>
        {t.skip}
      </button>
      <div class="bar">
        <a class="brand" href={links.home}>
          <img src="/assets/icon.svg" alt="" width="28" height="28" />
          minifb
        </a>
        {id === undefined ? (
          <nav class="guest" aria-label={t.mainMenu}>
            <LanguageSwitch />
            <a href={links.logIn}>{t.logIn}</a>
            <a class="button primary" href={links.signUp}>
              {t.signUp}
            </a>
          </nav>
        ) : (
          <Menu id={id} />
        )}
      </div>
    </header>
  );
}

interface MenuProps {
  readonly id: string;
}

function Menu({ id }: MenuProps) {
  const t = messages.value;
  const { route } = visit.value;
  const count = unreadCount.value;
  const current = (isCurrent: boolean) => (isCurrent ? "page" : undefined);
  return (
    <nav class="menu" aria-label={t.mainMenu}>
      <a href={links.home} aria-current={current(route.page === "home")}>
        <icons.home />
        <span>{t.home}</span>
      </a>
      <a href={links.notifications} aria-current={current(route.page === "notifications")}>
        <icons.bell />
        <span>{t.notifications}</span>
        {count > 0 && (
          <>
            <span class="badge" aria-hidden="true">
              {count > maxBadgeCount ? `${maxBadgeCount}+` : count}
            </span>
            <span class="hidden">, {t.unread(count)}</span>
          </>
        )}
      </a>
      <a href={links.profile(id)} aria-current={current(route.page === "profile" && route.id === id)}>
        <icons.person />
        <span>{t.profile}</span>
      </a>
      <a href={links.settings} aria-current={current(route.page === "settings")}>
        <icons.settings />
        <span>{t.settings}</span>
      </a>
    </nav>
  );
}
