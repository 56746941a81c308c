import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../words/words.ts";
import { Fault } from "./fault.tsx";
import { icons } from "./icons.tsx";
import { useTask } from "./task.ts";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** @param close as Escape does it */
  readonly children: (close: () => void) => ComponentChildren;
}

/** A modal dialog of the browser's own: it keeps the focus, closes on Escape and gives the focus back. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const close = () => dialog.current?.close();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog is what Escape does for the keyboard.
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
          <button type="button" class="quiet" aria-label={words.value.close} onClick={close}>
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

/** Asks before something is gone for good. */
export function DeleteDialog({ title, text, onDelete, onClose }: DeleteDialogProps) {
  const task = useTask();
  const t = words.value;
  return (
    <Dialog title={title} onClose={onClose}>
      {(close) => (
        <>
          <p>{text}</p>
          <Fault error={task.error.value} />
          <div class="actions">
            <button type="button" onClick={close}>
              {t.cancel}
            </button>
            <button
              type="button"
              class="danger"
              aria-disabled={task.isBusy.value}
              onClick={async () => {
                // The dialog went with what it belonged to.
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
