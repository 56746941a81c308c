import { LogInForm } from "../components/log-in-form.tsx";
import { Page } from "../components/page.tsx";
import { messages } from "../i18n/messages.ts";
import { hasSessionEnded, logOut } from "../store/session.ts";
import { adminMessages } from "./i18n/messages.ts";

export function LogIn() {
  return (
    <Page isNarrow title={messages.value.backOffice}>
      <p role="status">{hasSessionEnded.value ? messages.value.loginEnded : adminMessages.value.logInText}</p>
      <LogInForm />
    </Page>
  );
}

interface AdminRequiredProps {
  readonly id: string;
}

export function AdminRequired({ id }: AdminRequiredProps) {
  const t = adminMessages.value;
  return (
    <Page isNarrow title={messages.value.backOffice}>
      <p>{t.notAdmin(id)}</p>
      <p>{t.notAdminHow}</p>
      <p>
        <code>npm run admin -- grant {id}</code>
      </p>
      <button type="button" onClick={() => void logOut()}>
        {messages.value.logOut}
      </button>
    </Page>
  );
}
