import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { messages } from "../i18n/messages.ts";
import { ErrorMessage } from "./error-message.tsx";
import { icons } from "./icons.tsx";
import { useTask } from "./use-task.ts";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** @param close closes the dialog, as Escape does */
  readonly children: (close: () => void) => ComponentChildren;
}

/** A modal dialog on the native `<dialog>`, which traps the focus, closes on Escape and restores the focus. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const close = () => dialog.current?.close();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click outside the dialog closes it; Escape does so by keyboard.
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget) currentTarget.close();
      }}
    >
      <div class="dialog-content">
        <header>
          <h2 id={titleId}>{title}</h2>
          <button type="button" class="quiet" aria-label={messages.value.close} onClick={close}>
            <icons.close />
          </button>
        </header>
        {children(close)}
      </div>
    </dialog>
  );
}

interface DeleteDialogProps {
  readonly title: string;
  readonly text: string;
  readonly onDelete: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for confirmation before a deletion. */
export function DeleteDialog({ title, text, onDelete, onClose }: DeleteDialogProps) {
  const task = useTask();
  const t = messages.value;
  return (
    <Dialog title={title} onClose={onClose}>
      {(close) => (
        <>
          <p>{text}</p>
          <ErrorMessage error={task.error.value} />
          <div class="actions">
            <button type="button" onClick={close}>
              {t.cancel}
            </button>
            <button
              type="button"
              class="danger"
              aria-disabled={task.isBusy.value}
              onClick={async () => {
                // The deleted item's component is unmounted together with this dialog, so the browser fires no close event.
                if (await task.run(onDelete)) onClose();
              }}
            >
              {task.isBusy.value ? t.deleting : t.delete}
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}
