import { LogInForm } from "../components/log-in-form.tsx";
import { Page } from "../components/page.tsx";
import { messages } from "../i18n/messages.ts";
import { links, navigate, visit } from "../router.ts";
import { hasSessionEnded } from "../store/session.ts";

/** Also shown instead of any page that needs a login. After the login, that page is shown. */
export function LogIn() {
  const t = messages.value;
  const isOwnPage = visit.value.route.page === "logIn";
  return (
    <Page isNarrow title={t.logIn}>
      {hasSessionEnded.value ? <p role="status">{t.loginEnded}</p> : !isOwnPage && <p role="status">{t.logInFirst}</p>}
      <LogInForm
        onDone={() => {
          if (isOwnPage) navigate(links.home);
        }}
      />
      <p>
        {t.noAccount} <a href={links.signUp}>{t.signUp}</a>
      </p>
    </Page>
  );
}
