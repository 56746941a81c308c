import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { ErrorMessage } from "./error-message.tsx";
import { useTask } from "./use-task.ts";

interface FormProps {
  readonly label: string;
  readonly submit: string;
  readonly submitting: string;
  /** Whether any field is invalid. Then nothing is sent and the first invalid field gets the focus. */
  readonly isInvalid: boolean;
  readonly onSubmit: () => Promise<void>;
  /** @param wasSubmitted whether the form was submitted while invalid: only then are validation messages shown */
  readonly children: (wasSubmitted: boolean) => ComponentChildren;
}

export function Form({ label, submit, submitting, isInvalid, onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const wasSubmitted = useSignal(false);
  const task = useTask();

  async function send(): Promise<void> {
    wasSubmitted.value = isInvalid;
    if (!isInvalid) await task.run(onSubmit);
    else requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus());
  }

  return (
    <form
      ref={form}
      class="form"
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {children(wasSubmitted.value)}
      <ErrorMessage error={task.error.value} />
      <button type="submit" class="primary" aria-disabled={task.isBusy.value}>
        {task.isBusy.value ? submitting : submit}
      </button>
    </form>
  );
}
