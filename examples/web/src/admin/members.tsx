import { useSignal } from "@preact/signals";
import type { FoundMember, FoundMembers } from "../../../../src/server/features/backoffice/page-types.ts";
import { Field } from "../components/field.tsx";
import { Form } from "../components/form.tsx";
import { formatDate } from "../i18n/dates.ts";
import { messages } from "../i18n/messages.ts";
import { findMembers } from "./api.ts";
import { formatMoment } from "./format.ts";
import { adminMessages } from "./i18n/messages.ts";
import { TemporaryPassword } from "./temporary-password.tsx";

interface SearchResult extends FoundMembers {
  readonly searchText: string;
}

/** Search for members who forgot their password. */
export function Members() {
  const text = useSignal("");
  const result = useSignal<SearchResult | undefined>(undefined);
  const selected = useSignal<FoundMember | undefined>(undefined);
  const t = adminMessages.value;
  const query = text.value.trim();
  const error = query === "" ? messages.value.required : undefined;

  async function search(): Promise<void> {
    result.value = { ...(await findMembers(query)), searchText: query };
  }

  return (
    <>
      <div class="card">
        <Form
          label={t.find}
          submit={t.search}
          submitting={t.searching}
          isInvalid={error !== undefined}
          onSubmit={search}
        >
          {(showErrors) => (
            <Field
              label={t.find}
              value={text}
              hint={t.findHint}
              error={showErrors ? error : undefined}
              autocomplete="off"
              isRequired
            />
          )}
        </Form>
        <p class="note" role="status">
          {result.value && describeResult(result.value)}
        </p>
        {result.value && result.value.items.length > 0 && (
          <ul class="members">
            {result.value.items.map((member) => (
              <Member
                key={member.id}
                member={member}
                onIssue={() => {
                  selected.value = member;
                }}
              />
            ))}
          </ul>
        )}
      </div>
      {selected.value && (
        <TemporaryPassword
          member={selected.value}
          onClose={() => {
            selected.value = undefined;
            void search().catch(() => {});
          }}
        />
      )}
    </>
  );
}

function describeResult({ items, isCut, searchText }: SearchResult): string {
  const t = adminMessages.value;
  if (items.length === 0) return t.noneFound(searchText);
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
  const t = adminMessages.value;
  return (
    <li>
      <div>
        <b>{name}</b>
        {nickname !== null && <span class="nickname">{nickname}</span>}
        {isAdmin && <span class="mark">{t.admin}</span>}
        <p class="note">
          {id}, {messages.value.joined(formatDate(createdAt))}
        </p>
        {until !== null && <p class="note">{t.hasTemporary(formatMoment(until))}</p>}
      </div>
      <button type="button" aria-label={t.issueFor(name)} onClick={onIssue}>
        {t.issue}
      </button>
    </li>
  );
}
