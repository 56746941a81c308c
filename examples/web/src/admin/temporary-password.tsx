import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { components } from "../../../../src/client/index.ts";
import type { FoundMember } from "../../../../src/server/features/backoffice/page-types.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Fault } from "../parts/fault.tsx";
import { useTask } from "../parts/task.ts";
import { words as commonWords } from "../words/words.ts";
import { issueTemporaryPassword } from "./data.ts";
import { formatMoment } from "./format.ts";
import { words } from "./words/words.ts";

interface TemporaryPasswordProps {
  readonly member: FoundMember;
  readonly onClose: () => void;
}

/** Asks, issues, and shows the password once. */
export function TemporaryPassword({ member: { id, name }, onClose }: TemporaryPasswordProps) {
  const task = useTask();
  const issued = useSignal<components["schemas"]["TemporaryPassword"] | undefined>(undefined);
  const t = words.value;
  return (
    <Dialog title={issued.value ? t.issued(id) : t.issueFor(name)} onClose={onClose}>
      {(close) =>
        issued.value ? (
          <Issued {...issued.value} close={close} />
        ) : (
          <>
            <p>{t.issueText(id)}</p>
            <Fault error={task.error.value} />
            <div class="actions">
              <button type="button" onClick={close}>
                {commonWords.value.cancel}
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
  const box = useRef<HTMLInputElement>(null);
  const outcome = useSignal("");
  const t = words.value;
  useEffect(() => box.current?.select(), []);

  /** Browsers give no clipboard to pages that came neither by HTTPS nor from this machine. */
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(temporaryPassword);
      outcome.value = t.copied;
    } catch {
      box.current?.select();
      outcome.value = t.copyByHand;
    }
  }

  return (
    <>
      <div class="secret">
        <input
          ref={box}
          type="text"
          readOnly
          value={temporaryPassword}
          aria-label={commonWords.value.temporaryPassword}
        />
        <button type="button" class="primary" onClick={copy}>
          {t.copy}
        </button>
      </div>
      <p class="note" role="status">
        {outcome.value}
      </p>
      <p>{t.validUntil(formatMoment(expiresAt))}</p>
      <p>{t.shownOnce}</p>
      <div class="actions">
        <button type="button" onClick={close}>
          {commonWords.value.close}
        </button>
      </div>
    </>
  );
}
