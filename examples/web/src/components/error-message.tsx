import { describeError } from "../i18n/error-text.ts";
import { messages } from "../i18n/messages.ts";

interface ErrorMessageProps {
  /** Nothing is rendered if undefined. */
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** An alert that describes an error, with an optional retry button. */
export function ErrorMessage({ error, onRetry }: ErrorMessageProps) {
  if (error === undefined) return null;
  return (
    <div class="error" role="alert">
      <ErrorText error={error} />
      {onRetry && (
        <button type="button" onClick={onRetry}>
          {messages.value.retry}
        </button>
      )}
    </div>
  );
}

export function ErrorText({ error }: Pick<ErrorMessageProps, "error">) {
  const { text, hint } = describeError(error);
  return (
    <p>
      {text}
      {hint !== undefined && (
        <span class="hint" lang="en">
          {hint}
        </span>
      )}
    </p>
  );
}
