import { useSignal } from "@preact/signals";
import type { FoundMember, FoundMembers } from "../../../../src/server/features/backoffice/page-types.ts";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { words as commonWords, dateOf } from "../words/words.ts";
import { findMembers } from "./data.ts";
import { formatMoment } from "./format.ts";
import { TemporaryPassword } from "./temporary-password.tsx";
import { words } from "./words/words.ts";

interface Found extends FoundMembers {
  readonly text: string;
}

/** Finds members, for those who forgot their password. */
export function Members() {
  const text = useSignal("");
  const found = useSignal<Found | undefined>(undefined);
  const chosen = useSignal<FoundMember | undefined>(undefined);
  const t = words.value;
  const wanted = text.value.trim();
  const fault = wanted === "" ? commonWords.value.required : undefined;

  async function search(): Promise<void> {
    found.value = { ...(await findMembers(wanted)), text: wanted };
  }

  return (
    <>
      <div class="card">
        <Form label={t.find} submit={t.search} submitting={t.searching} isWrong={fault !== undefined} onSubmit={search}>
          {(isTried) => (
            <Field
              label={t.find}
              value={text}
              hint={t.findHint}
              fault={isTried ? fault : undefined}
              autocomplete="off"
              isRequired
            />
          )}
        </Form>
        <p class="note" role="status">
          {found.value && resultOf(found.value)}
        </p>
        {found.value && found.value.items.length > 0 && (
          <ul class="members">
            {found.value.items.map((member) => (
              <Member
                key={member.id}
                member={member}
                onIssue={() => {
                  chosen.value = member;
                }}
              />
            ))}
          </ul>
        )}
      </div>
      {chosen.value && (
        <TemporaryPassword
          member={chosen.value}
          onClose={() => {
            chosen.value = undefined;
            void search().catch(() => {});
          }}
        />
      )}
    </>
  );
}

function resultOf({ items, isCut, text }: Found): string {
  const t = words.value;
  if (items.length === 0) return t.noneFound(text);
  return isCut ? t.foundMany(items.length) : t.found(items.length);
}

interface MemberProps {
  readonly member: FoundMember;
  readonly onIssue: () => void;
}

function Member({
  member: { id, name, nickname, createdAt, isAdmin, temporaryPasswordExpiresAt: until },
  onIssue,
}: MemberProps) {
  const t = words.value;
  return (
    <li>
      <div>
        <b>{name}</b>
        {nickname !== null && <span class="nickname">{nickname}</span>}
        {isAdmin && <span class="mark">{t.admin}</span>}
        <p class="note">
          {id}, {commonWords.value.joined(dateOf(createdAt))}
        </p>
        {until !== null && <p class="note">{t.hasTemporary(formatMoment(until))}</p>}
      </div>
      <button type="button" aria-label={t.issueFor(name)} onClick={onIssue}>
        {t.issue}
      </button>
    </li>
  );
}
