import { useSignal } from "@preact/signals";

import { client, type Me } from "../api.ts";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { LanguageSwitch } from "../parts/language-switch.tsx";
import { Page } from "../parts/page.tsx";
import { PasswordForm } from "../parts/password-form.tsx";
import { announce } from "../state/announcements.ts";
import { faultOf, type Rule, rules } from "../state/rules.ts";
import { logOut, me, userId } from "../state/session.ts";
import { words } from "../words/words.ts";

export function Settings() {
  const t = words.value;
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

/** One text of the account; an empty one is none. */
function TextSetting({ label, hint, rule, current, change }: TextSettingProps) {
  const text = useSignal(me.value ? (current(me.value) ?? "") : "");
  const t = words.value;
  const fault = faultOf(text.value.trim(), rule);
  return (
    <Form
      label={label}
      submit={t.save}
      submitting={t.saving}
      isWrong={fault !== undefined}
      onSubmit={async () => {
        const value = text.value.trim() || null;
        if (!me.value || current(me.value) !== value) me.value = await change(value);
        announce({ text: t.saved });
      }}
    >
      {() => <Field label={label} value={text} fault={fault} hint={hint} autocomplete="off" />}
    </Form>
  );
}
