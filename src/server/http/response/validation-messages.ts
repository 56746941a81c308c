import { shorten, unprintable } from "../../../util/shorten.ts";
import { badRequest, type Refusal } from "./refusals.ts";

const maxErrors = 5;
const maxHintLength = 600;

/** Makes a 400 with the first errors, each once. Its length is limited, since errors may quote the request. */
export function invalid(errors: readonly string[]): Refusal<400> {
  const distinct = [...new Set(errors)];
  const shown = distinct.slice(0, maxErrors);
  if (distinct.length > shown.length) shown.push(`and ${distinct.length - shown.length} more`);
  return badRequest(shorten(shown.join("; ").replace(unprintable, "\uFFFD"), maxHintLength));
}
