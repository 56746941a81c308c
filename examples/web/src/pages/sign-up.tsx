import { useSignal } from "@preact/signals";
import { client } from "../api.ts";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { Page } from "../parts/page.tsx";
import { goTo, links } from "../router.ts";
import { faultOf, rules } from "../state/rules.ts";
import { isTaken, logIn } from "../state/session.ts";
import { words } from "../words/words.ts";

export function SignUp() {
  const id = useSignal("");
  const name = useSignal("");
  const password = useSignal("");
  /** What is known of an id: whether somebody has it. */
  const asked = useSignal<{ readonly id: string; readonly isTaken: boolean } | undefined>(undefined);
  const t = words.value;
  const known = asked.value?.id === id.value ? asked.value : undefined;
  const takenFault = known?.isTaken ? t.idTaken(id.value) : undefined;
  const faults = {
    id: faultOf(id.value, rules.id) ?? takenFault,
    name: faultOf(name.value.trim(), rules.name),
    password: faultOf(password.value, rules.password),
  };

  /** Only a courtesy: signing up decides. */
  async function ask(): Promise<void> {
    const typed = id.value;
    if (faultOf(typed, rules.id) !== undefined) return;
    await isTaken(typed).then(
      (taken) => {
        asked.value = { id: typed, isTaken: taken };
      },
      () => {},
    );
  }

  return (
    <Page isDoor title={t.signUp}>
      <Form
        label={t.signUp}
        submit={t.signUp}
        submitting={t.joining}
        isWrong={Object.values(faults).some((fault) => fault !== undefined)}
        onSubmit={async () => {
          await client.signUp({ body: { id: id.value, name: name.value.trim(), password: password.value } });
          await logIn(id.value, password.value);
          goTo(links.home);
        }}
      >
        {(isTried) => (
          <>
            <Field
              label={t.id}
              value={id}
              fault={isTried ? faults.id : takenFault}
              hint={known ? t.idFree(id.value) : t.idHint}
              autocomplete="username"
              isRequired
              onLeave={() => void ask()}
            />
            <Field
              label={t.name}
              value={name}
              fault={isTried ? faults.name : undefined}
              hint={t.nameHint}
              autocomplete="name"
              isRequired
            />
            <Field
              label={t.password}
              value={password}
              fault={isTried ? faults.password : undefined}
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
