import { useSignal } from "@preact/signals";
import { messages } from "../i18n/messages.ts";
import { logIn } from "../store/session.ts";
import { rules, validate } from "../store/validation.ts";
import { Field } from "./field.tsx";
import { Form } from "./form.tsx";

interface LogInFormProps {
  readonly onDone?: () => void;
}

export function LogInForm({ onDone }: LogInFormProps) {
  const id = useSignal("");
  const password = useSignal("");
  const t = messages.value;
  const errors = { id: validate(id.value, rules.anyId), password: validate(password.value, rules.anyPassword) };
  return (
    <Form
      label={t.logIn}
      submit={t.logIn}
      submitting={t.loggingIn}
      isInvalid={Object.values(errors).some((error) => error !== undefined)}
      onSubmit={async () => {
        await logIn(id.value, password.value);
        onDone?.();
      }}
    >
      {(showErrors) => (
        <>
          <Field
            label={t.id}
            value={id}
            error={showErrors ? errors.id : undefined}
            autocomplete="username"
            isRequired
          />
          <Field
            label={t.password}
            value={password}
            error={showErrors ? errors.password : undefined}
            type="password"
            autocomplete="current-password"
            isRequired
          />
        </>
      )}
    </Form>
  );
}
