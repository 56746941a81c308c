import type { Signal } from "@preact/signals";
import type { TargetedInputEvent } from "preact";
import { useId } from "preact/hooks";

interface FieldProps {
  readonly label: string;
  readonly value: Signal<string>;
  /** What is wrong with it, if anything is. */
  readonly fault?: string | undefined;
  readonly hint?: string | undefined;
  readonly type?: "text" | "password";
  readonly autocomplete: "username" | "name" | "nickname" | "current-password" | "new-password" | "off";
  readonly isRequired?: boolean;
  readonly onLeave?: () => void;
}

export function Field({
  label,
  value,
  fault,
  hint,
  type = "text",
  autocomplete,
  isRequired = false,
  onLeave,
}: FieldProps) {
  const id = useId();
  const input = {
    id,
    value: value.value,
    autocomplete,
    autocapitalize: "none",
    spellcheck: false,
    required: isRequired,
    "aria-invalid": fault !== undefined,
    "aria-describedby": `${id}-note`,
    onInput: ({ currentTarget }: TargetedInputEvent<HTMLInputElement>) => {
      value.value = currentTarget.value;
    },
    onBlur: () => onLeave?.(),
  } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === "password" ? <input type="password" {...input} /> : <input type="text" {...input} />}
      <p id={`${id}-note`} class={fault === undefined ? "note" : "note wrong"}>
        {fault ?? hint}
      </p>
    </div>
  );
}
