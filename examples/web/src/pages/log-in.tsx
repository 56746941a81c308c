import { LogInForm } from "../parts/log-in-form.tsx";
import { Page } from "../parts/page.tsx";
import { goTo, links, visit } from "../router.ts";
import { wasEnded } from "../state/session.ts";
import { words } from "../words/words.ts";

/** Also stands in for every page that only members see; after it they see that. */
export function LogIn() {
  const t = words.value;
  const isOwnPage = visit.value.route.page === "logIn";
  return (
    <Page isDoor title={t.logIn}>
      {wasEnded.value ? <p role="status">{t.loginEnded}</p> : !isOwnPage && <p role="status">{t.logInFirst}</p>}
      <LogInForm
        onDone={() => {
          if (isOwnPage) goTo(links.home);
        }}
      />
      <p>
        {t.noAccount} <a href={links.signUp}>{t.signUp}</a>
      </p>
    </Page>
  );
}
