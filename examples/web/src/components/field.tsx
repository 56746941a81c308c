import type { Signal } from "@preact/signals";
import type { TargetedInputEvent } from "preact";
import { useId } from "preact/hooks";

interface FieldProps {
  readonly label: string;
  readonly value: Signal<string>;
  /** Validation message; replaces the hint. */
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  readonly type?: "text" | "password";
  readonly autocomplete: "username" | "name" | "nickname" | "current-password" | "new-password" | "off";
  readonly isRequired?: boolean;
  readonly onBlur?: () => void;
}

export function Field({
  label,
  value,
  error,
  hint,
  type = "text",
  autocomplete,
  isRequired = false,
  onBlur,
}: FieldProps) {
  const id = useId();
  const input = {
    id,
    value: value.value,
    autocomplete,
    autocapitalize: "none",
    spellcheck: false,
    required: isRequired,
    "aria-invalid": error !== undefined,
    "aria-describedby": `${id}-note`,
    onInput: ({ currentTarget }: TargetedInputEvent<HTMLInputElement>) => {
      value.value = currentTarget.value;
    },
    onBlur: () => onBlur?.(),
  } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === "password" ? <input type="password" {...input} /> : <input type="text" {...input} />}
      <p id={`${id}-note`} class={error === undefined ? "note" : "note wrong"}>
        {error ?? hint}
      </p>
    </div>
  );
}
