import { useSignal } from "@preact/signals";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { Page } from "../parts/page.tsx";
import { faultOf, rules } from "../state/rules.ts";
import { logIn, logOut, wasEnded } from "../state/session.ts";
import { words as commonWords } from "../words/words.ts";
import { words } from "./words/words.ts";

/** The same sign-in as everywhere. */
export function LogIn() {
  const id = useSignal("");
  const password = useSignal("");
  const c = commonWords.value;
  const faults = { id: faultOf(id.value, rules.anyId), password: faultOf(password.value, rules.anyPassword) };
  return (
    <Page isDoor title={commonWords.value.backOffice}>
      <p role="status">{wasEnded.value ? c.loginEnded : words.value.logInText}</p>
      <Form
        label={c.logIn}
        submit={c.logIn}
        submitting={c.loggingIn}
        isWrong={Object.values(faults).some((fault) => fault !== undefined)}
        onSubmit={() => logIn(id.value, password.value)}
      >
        {(isTried) => (
          <>
            <Field label={c.id} value={id} fault={isTried ? faults.id : undefined} autocomplete="username" isRequired />
            <Field
              label={c.password}
              value={password}
              fault={isTried ? faults.password : undefined}
              type="password"
              autocomplete="current-password"
              isRequired
            />
          </>
        )}
      </Form>
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
