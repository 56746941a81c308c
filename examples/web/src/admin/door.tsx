import { LogInForm } from "../parts/log-in-form.tsx";
import { Page } from "../parts/page.tsx";
import { logOut, wasEnded } from "../state/session.ts";
import { words as commonWords } from "../words/words.ts";
import { words } from "./words/words.ts";

/** The same sign-in as everywhere. */
export function LogIn() {
  return (
    <Page isDoor title={commonWords.value.backOffice}>
      <p role="status">{wasEnded.value ? commonWords.value.loginEnded : words.value.logInText}</p>
      <LogInForm />
    </Page>
  );
}

interface NotForYouProps {
  readonly id: string;
}

export function NotForYou({ id }: NotForYouProps) {
  const t = words.value;
  return (
    <Page isDoor title={commonWords.value.backOffice}>
      <p>{t.notAdmin(id)}</p>
      <p>{t.notAdminHow}</p>
      <p>
        <code>npm run admin -- grant {id}</code>
      </p>
      <button type="button" onClick={() => void logOut()}>
        {commonWords.value.logOut}
      </button>
    </Page>
  );
}
