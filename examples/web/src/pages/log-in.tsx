import { useSignal } from "@preact/signals";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { Page } from "../parts/page.tsx";
import { goTo, links, visit } from "../router.ts";
import { faultOf, rules } from "../state/rules.ts";
import { logIn, wasEnded } from "../state/session.ts";
import { words } from "../words/words.ts";

/** Also stands in for every page that only members see; after it they see that. */
export function LogIn() {
  const id = useSignal("");
  const password = useSignal("");
  const t = words.value;
  const isOwnPage = visit.value.route.page === "logIn";
  const faults = { id: faultOf(id.value, rules.anyId), password: faultOf(password.value, rules.anyPassword) };
  return (
    <Page isDoor title={t.logIn}>
      {wasEnded.value ? <p role="status">{t.loginEnded}</p> : !isOwnPage && <p role="status">{t.logInFirst}</p>}
      <Form
        label={t.logIn}
        submit={t.logIn}
        submitting={t.loggingIn}
        isWrong={Object.values(faults).some((fault) => fault !== undefined)}
        onSubmit={async () => {
          await logIn(id.value, password.value);
          if (isOwnPage) goTo(links.home);
        }}
      >
        {(isTried) => (
          <>
            <Field label={t.id} value={id} fault={isTried ? faults.id : undefined} autocomplete="username" isRequired />
            <Field
              label={t.password}
              value={password}
              fault={isTried ? faults.password : undefined}
              type="password"
              autocomplete="current-password"
              isRequired
            />
          </>
        )}
      </Form>
      <p>
        {t.noAccount} <a href={links.signUp}>{t.signUp}</a>
      </p>
    </Page>
  );
}
