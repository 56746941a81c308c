import { isApiError, NetworkError } from "../../../../src/client/index.ts";
import { locale, messages } from "./messages.ts";

/** A message for the user. */
export interface ErrorDescription {
  readonly text: string;
  /** The server's hint in English, if it adds information. */
  readonly hint?: string;
}

/** English readers get the server's hint itself; others get a translated sentence before it. */
export function describeError(error: unknown): ErrorDescription {
  const t = messages.value;
  if (error instanceof NetworkError) return { text: t.noConnection };
  if (!isApiError(error)) return { text: t.failed };
  const { status, hint } = error;
  if (status === 403) return isWrongPassword(hint) ? { text: t.wrongPassword } : { text: t.forbidden, hint };
  if (status === 429) return { text: t.tooMany };
  if (status === 503) return { text: t.unavailable };
  if (status === 500) return { text: t.serverError, hint };
  if (locale.value === "en") return { text: hint };
  if (status === 401) return { text: t.wrongLogIn };
  if (status === 404) return { text: t.gone, hint };
  return { text: status === 409 ? t.conflict : t.badInput, hint };
}

/** Every member may change their password, so 403 can only mean a wrong current password. */
function isWrongPassword(hint: string): boolean {
  return hint.includes("'POST /user/me/password'");
}
