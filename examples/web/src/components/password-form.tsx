import { useSignal } from "@preact/signals";
import { client } from "../api.ts";
import { messages } from "../i18n/messages.ts";
import { loadMe, userId } from "../store/session.ts";
import { showToast } from "../store/toasts.ts";
import { rules, validate } from "../store/validation.ts";
import { Field } from "./field.tsx";
import { Form } from "./form.tsx";

interface PasswordFormProps {
  /** Whether the current password is a temporary one. */
  readonly isTemporary?: boolean;
}

export function PasswordForm({ isTemporary = false }: PasswordFormProps) {
  const current = useSignal("");
  const next = useSignal("");
  const t = messages.value;
  const errors = {
    current: validate(current.value, rules.anyPassword),
    next: validate(next.value, rules.password),
  };
  return (
    <Form
      label={t.changePassword}
      submit={t.changePassword}
      submitting={t.saving}
      isInvalid={errors.current !== undefined || errors.next !== undefined}
      onSubmit={async () => {
        const { endedSessions } = await client.changePassword({
          body: { currentPassword: current.value, newPassword: next.value },
        });
        current.value = "";
        next.value = "";
        showToast({ text: t.passwordChanged(endedSessions) });
        await loadMe();
      }}
    >
      {(showErrors) => (
        <>
          {/* Password managers need the user name to update the right entry. */}
          <input
            class="hidden"
            type="text"
            autocomplete="username"
            value={userId.value}
            readOnly
            tabIndex={-1}
            aria-hidden
          />
          <Field
            label={isTemporary ? t.temporaryPassword : t.currentPassword}
            value={current}
            error={showErrors ? errors.current : undefined}
            type="password"
            autocomplete="current-password"
            isRequired
          />
          <Field
            label={t.newPassword}
            value={next}
            error={showErrors ? errors.next : undefined}
            hint={t.passwordHint}
            type="password"
            autocomplete="new-password"
            isRequired
          />
        </>
      )}
    </Form>
  );
}
