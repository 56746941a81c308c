import { useSignal } from "@preact/signals";
import { client } from "../api.ts";
import { announce } from "../state/announcements.ts";
import { faultOf, rules } from "../state/rules.ts";
import { loadMe, userId } from "../state/session.ts";
import { words } from "../words/words.ts";
import { Field } from "./field.tsx";
import { Form } from "./form.tsx";

interface PasswordFormProps {
  /** Whether the current one was made by the server, for once. */
  readonly isTemporary?: boolean;
}

export function PasswordForm({ isTemporary = false }: PasswordFormProps) {
  const current = useSignal("");
  const wanted = useSignal("");
  const t = words.value;
  const faults = {
    current: faultOf(current.value, rules.anyPassword),
    wanted: faultOf(wanted.value, rules.password),
  };
  return (
    <Form
      label={t.changePassword}
      submit={t.changePassword}
      submitting={t.saving}
      isWrong={faults.current !== undefined || faults.wanted !== undefined}
      onSubmit={async () => {
        const { endedSessions } = await client.changePassword({
          body: { currentPassword: current.value, newPassword: wanted.value },
        });
        current.value = "";
        wanted.value = "";
        announce({ text: t.passwordChanged(endedSessions) });
        await loadMe();
      }}
    >
      {(isTried) => (
        <>
          {/* For password managers, which want to know whose password it is. */}
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
            fault={isTried ? faults.current : undefined}
            type="password"
            autocomplete="current-password"
            isRequired
          />
          <Field
            label={t.newPassword}
            value={wanted}
            fault={isTried ? faults.wanted : undefined}
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
