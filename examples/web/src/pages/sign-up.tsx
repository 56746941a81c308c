import { useSignal } from "@preact/signals";
import { client } from "../api.ts";
import { Field } from "../components/field.tsx";
import { Form } from "../components/form.tsx";
import { Page } from "../components/page.tsx";
import { messages } from "../i18n/messages.ts";
import { links, navigate } from "../router.ts";
import { isIdTaken, logIn } from "../store/session.ts";
import { rules, validate } from "../store/validation.ts";

export function SignUp() {
  const id = useSignal("");
  const name = useSignal("");
  const password = useSignal("");
  /** Result of the last check whether an id is taken. */
  const checked = useSignal<{ readonly id: string; readonly isTaken: boolean } | undefined>(undefined);
  const t = messages.value;
  const check = checked.value?.id === id.value ? checked.value : undefined;
  const takenError = check?.isTaken ? t.idTaken(id.value) : undefined;
  const errors = {
    id: validate(id.value, rules.id) ?? takenError,
    name: validate(name.value.trim(), rules.name),
    password: validate(password.value, rules.password),
  };

  /** Checks the id before the form is sent. The sign-up request still decides. */
  async function checkId(): Promise<void> {
    const candidate = id.value;
    if (validate(candidate, rules.id) !== undefined) return;
    await isIdTaken(candidate).then(
      (taken) => {
        checked.value = { id: candidate, isTaken: taken };
      },
      () => {},
    );
  }

  return (
    <Page isNarrow title={t.signUp}>
      <Form
        label={t.signUp}
        submit={t.signUp}
        submitting={t.joining}
        isInvalid={Object.values(errors).some((error) => error !== undefined)}
        onSubmit={async () => {
          await client.signUp({ body: { id: id.value, name: name.value.trim(), password: password.value } });
          await logIn(id.value, password.value);
          navigate(links.home);
        }}
      >
        {(showErrors) => (
          <>
            <Field
              label={t.id}
              value={id}
              error={showErrors ? errors.id : takenError}
              hint={check ? t.idFree(id.value) : t.idHint}
              autocomplete="username"
              isRequired
              onBlur={() => void checkId()}
            />
            <Field
              label={t.name}
              value={name}
              error={showErrors ? errors.name : undefined}
              hint={t.nameHint}
              autocomplete="name"
              isRequired
            />
            <Field
              label={t.password}
              value={password}
              error={showErrors ? errors.password : undefined}
              hint={t.passwordHint}
              type="password"
              autocomplete="new-password"
              isRequired
            />
          </>
        )}
      </Form>
      <p>
        {t.haveAccount} <a href={links.logIn}>{t.logIn}</a>
      </p>
    </Page>
  );
}
