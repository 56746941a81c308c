import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { components } from "../../../../src/client/index.ts";
import type { FoundMember } from "../../../../src/server/features/backoffice/page-types.ts";
import { Dialog } from "../components/dialog.tsx";
import { ErrorMessage } from "../components/error-message.tsx";
import { useTask } from "../components/use-task.ts";
import { messages } from "../i18n/messages.ts";
import { issueTemporaryPassword } from "./api.ts";
import { formatMoment } from "./format.ts";
import { adminMessages } from "./i18n/messages.ts";

interface TemporaryPasswordProps {
  readonly member: FoundMember;
  readonly onClose: () => void;
}

/** Asks for confirmation, issues a temporary password, and shows it once. */
export function TemporaryPassword({ member: { id, name }, onClose }: TemporaryPasswordProps) {
  const task = useTask();
  const issued = useSignal<components["schemas"]["TemporaryPassword"] | undefined>(undefined);
  const t = adminMessages.value;
  return (
    <Dialog title={issued.value ? t.issued(id) : t.issueFor(name)} onClose={onClose}>
      {(close) =>
        issued.value ? (
          <Issued {...issued.value} close={close} />
        ) : (
          <>
            <p>{t.issueText(id)}</p>
            <ErrorMessage error={task.error.value} />
            <div class="actions">
              <button type="button" onClick={close}>
                {messages.value.cancel}
              </button>
              <button
                type="button"
                class="primary"
                aria-disabled={task.isBusy.value}
                onClick={() =>
                  task.run(async () => {
                    issued.value = await issueTemporaryPassword(id);
                  })
                }
              >
                {task.isBusy.value ? t.issuing : t.issueIt}
              </button>
            </div>
          </>
        )
      }
    </Dialog>
  );
}

interface IssuedProps {
  readonly temporaryPassword: string;
  readonly expiresAt: string;
  readonly close: () => void;
}

function Issued({ temporaryPassword, expiresAt, close }: IssuedProps) {
  const input = useRef<HTMLInputElement>(null);
  const status = useSignal("");
  const t = adminMessages.value;
  useEffect(() => input.current?.select(), []);

  /** Browsers allow the clipboard only in secure contexts: HTTPS or localhost. */
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(temporaryPassword);
      status.value = t.copied;
    } catch {
      input.current?.select();
      status.value = t.copyByHand;
    }
  }

  return (
    <>
      <div class="secret">
        <input
          ref={input}
          type="text"
          readOnly
          value={temporaryPassword}
          aria-label={messages.value.temporaryPassword}
        />
        <button type="button" class="primary" onClick={copy}>
          {t.copy}
        </button>
      </div>
      <p class="note" role="status">
        {status.value}
      </p>
      <p>{t.validUntil(formatMoment(expiresAt))}</p>
      <p>{t.shownOnce}</p>
      <div class="actions">
        <button type="button" onClick={close}>
          {messages.value.close}
        </button>
      </div>
    </>
  );
}
