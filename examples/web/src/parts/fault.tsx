import { explain } from "../words/explain.ts";
import { words } from "../words/words.ts";

interface FaultProps {
  /** Nothing is shown where it is undefined. */
  readonly error: unknown;
  readonly retry?: () => void;
}

/** Tells in words what went wrong. */
export function Fault({ error, retry }: FaultProps) {
  if (error === undefined) return null;
  return (
    <div class="fault" role="alert">
      <Explained error={error} />
      {retry && (
        <button type="button" onClick={retry}>
          {words.value.retry}
        </button>
      )}
    </div>
  );
}

export function Explained({ error }: Pick<FaultProps, "error">) {
  const { text, hint } = explain(error);
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
