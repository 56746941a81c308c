import { useSignal } from "@preact/signals";
import { faultOf, rules } from "../state/rules.ts";
import { logIn } from "../state/session.ts";
import { words } from "../words/words.ts";
import { Field } from "./field.tsx";
import { Form } from "./form.tsx";

interface LogInFormProps {
  readonly onDone?: () => void;
}

export function LogInForm({ onDone }: LogInFormProps) {
  const id = useSignal("");
  const password = useSignal("");
  const t = words.value;
  const faults = { id: faultOf(id.value, rules.anyId), password: faultOf(password.value, rules.anyPassword) };
  return (
    <Form
      label={t.logIn}
      submit={t.logIn}
      submitting={t.loggingIn}
      isWrong={Object.values(faults).some((fault) => fault !== undefined)}
      onSubmit={async () => {
        await logIn(id.value, password.value);
        onDone?.();
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
  );
}
