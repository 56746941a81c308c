import { Page } from "../parts/page.tsx";
import { PasswordForm } from "../parts/password-form.tsx";
import { logOut } from "../state/session.ts";
import { words } from "../words/words.ts";

/** Stands before every page until a temporary password is replaced. */
export function NewPassword() {
  const t = words.value;
  return (
    <Page isDoor title={t.mustChange}>
      <p>{t.mustChangeText}</p>
      <PasswordForm isTemporary />
      <p>
        <button type="button" class="quiet" onClick={() => void logOut()}>
          {t.logOut}
        </button>
      </p>
    </Page>
  );
}
