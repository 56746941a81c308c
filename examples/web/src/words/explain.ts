import { isApiError, NetworkError } from "../../../../src/client/index.ts";
import { locale, words } from "./words.ts";

/** What went wrong, for whoever sits before it. */
export interface Explanation {
  readonly text: string;
  /** What the server said, in English, where that adds something. */
  readonly hint?: string;
}

/** The server's hint is the best explanation for who reads English; others get a sentence of theirs before it. */
export function explain(error: unknown): Explanation {
  const t = words.value;
  if (error instanceof NetworkError) return { text: t.noConnection };
  if (!isApiError(error)) return { text: t.failed };
  const { status, hint } = error;
  if (status === 403) return isPasswordRefused(hint) ? { text: t.wrongPassword } : { text: t.forbidden, hint };
  if (status === 429) return { text: t.tooMany };
  if (status === 503) return { text: t.unavailable };
  if (status === 500) return { text: t.serverFault, hint };
  if (locale.value === "en") return { text: hint };
  if (status === 401) return { text: t.wrongLogIn };
  if (status === 404) return { text: t.notThere, hint };
  return { text: status === 409 ? t.conflict : t.badInput, hint };
}

/** A member may always change their password, so this refusal can only mean the current one. */
function isPasswordRefused(hint: string): boolean {
  return hint.includes("'POST /user/me/password'");
}
