import { useSignal } from "@preact/signals";
import { client, type Me } from "../api.ts";
import { Field } from "../components/field.tsx";
import { Form } from "../components/form.tsx";
import { LanguageSwitch } from "../components/language-switch.tsx";
import { Page } from "../components/page.tsx";
import { PasswordForm } from "../components/password-form.tsx";
import { messages } from "../i18n/messages.ts";
import { logOut, me, userId } from "../store/session.ts";
import { showToast } from "../store/toasts.ts";
import { type Rule, rules, validate } from "../store/validation.ts";

export function Settings() {
  const t = messages.value;
  const isKnown = me.value !== undefined;
  return (
    <Page title={t.settings}>
      <section class="card" aria-labelledby="account">
        <h2 id="account">{t.account}</h2>
        <p class="note">{t.seenAs(userId.value ?? "")}</p>
        <TextSetting
          key={`nickname ${isKnown}`}
          label={t.nickname}
          hint={t.nicknameHint}
          rule={rules.nickname}
          current={(account) => account.nickname}
          change={(nickname) => client.changeNickname({ body: { nickname } })}
        />
        <TextSetting
          key={`bio ${isKnown}`}
          label={t.bio}
          hint={t.bioHint}
          rule={rules.bio}
          current={(account) => account.bio}
          change={(bio) => client.changeBio({ body: { bio } })}
        />
      </section>
      <section class="card" aria-labelledby="password">
        <h2 id="password">{t.changePassword}</h2>
        <p class="note">{t.changePasswordText}</p>
        <PasswordForm />
      </section>
      <section class="card" aria-labelledby="language">
        <h2 id="language">{t.languages}</h2>
        <LanguageSwitch />
      </section>
      <button type="button" onClick={() => void logOut()}>
        {t.logOut}
      </button>
    </Page>
  );
}

interface TextSettingProps {
  readonly label: string;
  readonly hint: string;
  readonly rule: Rule;
  readonly current: (account: Me) => string | null;
  readonly change: (value: string | null) => Promise<Me>;
}

/** A form for one text of the account. An empty text is saved as null. */
function TextSetting({ label, hint, rule, current, change }: TextSettingProps) {
  const text = useSignal(me.value ? (current(me.value) ?? "") : "");
  const t = messages.value;
  const error = validate(text.value.trim(), rule);
  return (
    <Form
      label={label}
      submit={t.save}
      submitting={t.saving}
      isInvalid={error !== undefined}
      onSubmit={async () => {
        const value = text.value.trim() || null;
        if (!me.value || current(me.value) !== value) me.value = await change(value);
        showToast({ text: t.saved });
      }}
    >
      {() => <Field label={label} value={text} error={error} hint={hint} autocomplete="off" />}
    </Form>
  );
}
