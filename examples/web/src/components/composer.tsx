import { useSignal } from "@preact/signals";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { messages } from "../i18n/messages.ts";
import { lengthOf, type Rule, validate } from "../store/validation.ts";
import { ErrorMessage } from "./error-message.tsx";
import { useTask } from "./use-task.ts";

interface ComposerProps {
  readonly label: string;
  readonly rule: Rule;
  readonly submit: string;
  readonly submitting: string;
  /** The text to edit; undefined for a new post or comment. */
  readonly initial?: string;
  readonly rows?: number;
  /** Whether the button is next to the text area. */
  readonly isInline?: boolean;
  /**
   * Must render the new text itself: the text area is cleared at once. If the promise rejects, the text is restored.
   */
  readonly onSubmit: (text: string) => Promise<void>;
  readonly onCancel?: () => void;
}

/** A text area with a submit button. Ctrl+Enter or Cmd+Enter submits, Escape cancels an edit. */
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
  const textArea = useRef<HTMLTextAreaElement>(null);
  const t = messages.value;
  const isEdit = initial !== undefined;
  const trimmed = text.value.trim();
  const remaining = rule.maxLength - lengthOf(trimmed);
  const error = trimmed === "" ? undefined : validate(trimmed, rule);
  const isDisabled = trimmed === "" || error !== undefined || task.isBusy.value;

  useLayoutEffect(() => {
    if (!isEdit || !textArea.current) return;
    textArea.current.focus();
    textArea.current.setSelectionRange(initial.length, initial.length);
  }, []);

  async function send(): Promise<void> {
    if (isDisabled) return;
    const content = trimmed;
    if (!isEdit) text.value = "";
    const hasSucceeded = await task.run(() => onSubmit(content));
    if (!hasSucceeded && !isEdit && text.value === "") text.value = content;
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
        ref={textArea}
        rows={rows}
        placeholder={label}
        value={text.value}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-note`}
        onInput={({ currentTarget }) => {
          text.value = currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
          if (event.key === "Escape") onCancel?.();
        }}
      />
      <ErrorMessage error={task.error.value} />
      <div class="actions">
        <span id={`${id}-note`} class={error === undefined ? "note" : "note wrong"}>
          {error ?? (remaining <= rule.maxLength / 10 ? t.charactersLeft(remaining) : "")}
        </span>
        {onCancel && (
          <button type="button" onClick={onCancel}>
            {t.cancel}
          </button>
        )}
        <button type="submit" class="primary" disabled={isDisabled}>
          {task.isBusy.value ? submitting : submit}
        </button>
      </div>
    </form>
  );
}
