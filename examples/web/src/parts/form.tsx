import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Fault } from "./fault.tsx";
import { useTask } from "./task.ts";

interface FormProps {
  readonly label: string;
  readonly submit: string;
  readonly submitting: string;
  /** Whether any of its fields is wrong; then nothing is sent and the first one gets the focus. */
  readonly isWrong: boolean;
  readonly onSubmit: () => Promise<void>;
  /** @param isTried whether somebody tried to send it, from when on mistakes are shown */
  readonly children: (isTried: boolean) => ComponentChildren;
}

export function Form({ label, submit, submitting, isWrong, onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const isTried = useSignal(false);
  const task = useTask();

  async function send(): Promise<void> {
    isTried.value = isWrong;
    if (!isWrong) await task.run(onSubmit);
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
      {children(isTried.value)}
      <Fault error={task.error.value} />
      <button type="submit" class="primary" aria-disabled={task.isBusy.value}>
        {task.isBusy.value ? submitting : submit}
      </button>
    </form>
  );
}
