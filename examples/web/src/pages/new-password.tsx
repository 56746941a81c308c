import { Page } from "../components/page.tsx";
import { PasswordForm } from "../components/password-form.tsx";
import { messages } from "../i18n/messages.ts";
import { logOut } from "../store/session.ts";

/** Shown instead of every page until a temporary password is replaced. */
export function NewPassword() {
  const t = messages.value;
  return (
    <Page isNarrow title={t.mustChange}>
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
