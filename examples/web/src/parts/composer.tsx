import { useSignal } from "@preact/signals";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { faultOf, lengthOf, type Rule } from "../state/rules.ts";
import { words } from "../words/words.ts";
import { Fault } from "./fault.tsx";
import { useTask } from "./task.ts";

interface ComposerProps {
  readonly label: string;
  readonly rule: Rule;
  readonly submit: string;
  readonly submitting: string;
  /** What is to be changed; something new otherwise. */
  readonly initial?: string;
  readonly rows?: number;
  /** Whether the button stands beside the box. */
  readonly isInline?: boolean;
  /** Shows what was written itself, so the box is free for more at once; what failed comes back into it. */
  readonly onSubmit: (text: string) => Promise<void>;
  readonly onCancel?: () => void;
}

/** A box to write in. Ctrl or Cmd with Enter sends, Escape gives a change up. */
export function Composer({
  label,
  rule,
  submit,
  submitting,
  initial,
  rows = 2,
  isInline = false,
  onSubmit,
  onCancel,
}: ComposerProps) {
  const text = useSignal(initial ?? "");
  const task = useTask();
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const t = words.value;
  const isChange = initial !== undefined;
  const trimmed = text.value.trim();
  const left = rule.most - lengthOf(trimmed);
  const fault = trimmed === "" ? undefined : faultOf(trimmed, rule);
  const mayNotSend = trimmed === "" || fault !== undefined || task.isBusy.value;

  useLayoutEffect(() => {
    if (!isChange || !box.current) return;
    box.current.focus();
    box.current.setSelectionRange(initial.length, initial.length);
  }, []);

  async function send(): Promise<void> {
    if (mayNotSend) return;
    const content = trimmed;
    if (!isChange) text.value = "";
    const isDone = await task.run(() => onSubmit(content));
    if (!isDone && !isChange && text.value === "") text.value = content;
  }

  return (
    <form
      class={isInline ? "composer inline" : "composer"}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label class="hidden" for={id}>
        {label}
      </label>
      <textarea
        id={id}
        ref={box}
        rows={rows}
        placeholder={label}
        value={text.value}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-note`}
        onInput={({ currentTarget }) => {
          text.value = currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
          if (event.key === "Escape") onCancel?.();
        }}
      />
      <Fault error={task.error.value} />
      <div class="actions">
        <span id={`${id}-note`} class={fault === undefined ? "note" : "note wrong"}>
          {fault ?? (left <= rule.most / 10 ? t.charactersLeft(left) : "")}
        </span>
        {onCancel && (
          <button type="button" onClick={onCancel}>
            {t.cancel}
          </button>
        )}
        <button type="submit" class="primary" disabled={mayNotSend}>
          {task.isBusy.value ? submitting : submit}
        </button>
      </div>
    </form>
  );
}
