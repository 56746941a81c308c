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
  /** @param showErrors whether to show validation messages: after an attempt to submit the invalid form */
  readonly children: (showErrors: boolean) => ComponentChildren;
}

export function Form({ label, submit, submitting, isInvalid, onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const showErrors = useSignal(false);
  const task = useTask();

  async function send(): Promise<void> {
    showErrors.value = isInvalid;
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
      {children(showErrors.value)}
      <ErrorMessage error={task.error.value} />
      <button type="submit" class="primary" aria-disabled={task.isBusy.value}>
        {task.isBusy.value ? submitting : submit}
      </button>
    </form>
  );
}
