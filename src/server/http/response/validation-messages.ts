import { shorten, unprintable } from "../../../util/shorten.ts";
import { badRequest, type Refusal } from "./refusals.ts";

const mostFaults = 5;
const mostCharacters = 600;

/** A 400 that names the first faults, each once, and echoes little of what was sent. */
export function invalid(faults: readonly string[]): Refusal<400> {
  const distinct = [...new Set(faults)];
  const shown = distinct.slice(0, mostFaults);
  if (distinct.length > shown.length) shown.push(`and ${distinct.length - shown.length} more`);
  return badRequest(shorten(shown.join("; ").replace(unprintable, "\uFFFD"), mostCharacters));
}
