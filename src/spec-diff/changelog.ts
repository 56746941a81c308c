import { isArray, isObject, type Json, listAt, stringAt } from "../openapi/json.ts";
import type { Change, Effect } from "./change.ts";

/** One version of a document, with what changed since the one before. */
export interface Release {
  readonly version: string;
  /** The day it was recorded, `2026-11-23`. */
  readonly date: string;
  /** The version before; null for the first. */
  readonly since: string | null;
  readonly changes: readonly Change[];
}

/** Puts a version before all others; one that was recorded already takes its new place in the old one's. */
export function addRelease(releases: readonly Release[], release: Release): readonly Release[] {
  return [release, ...releases.filter(({ version }) => version !== release.version)];
}

/** @throws Error when the text is no changelog */
export function parseChangelog(text: string): readonly Release[] {
  const content: Json = JSON.parse(text);
  if (!isArray(content)) throw new Error("The changelog must be a list of versions");
  return content.map((release) => {
    const [version, date] = [stringAt(release, "version"), stringAt(release, "date")];
    if (version === undefined || date === undefined || !isObject(release)) {
      throw new Error("Every version of the changelog must have its version and date");
    }
    return {
      version,
      date,
      since: stringAt(release, "since") ?? null,
      changes: listAt(release, "changes").map(parseChange),
    };
  });
}

function parseChange(node: Json): Change {
  const [what, why] = [stringAt(node, "what"), stringAt(node, "why")];
  const effect = effects.find((each) => each === stringAt(node, "effect"));
  if (what === undefined || why === undefined || effect === undefined) {
    throw new Error("Every change of the changelog must have what, effect and why");
  }
  return { places: listAt(node, "places").map(String), what, effect, why };
}

const effects: readonly Effect[] = ["breaking", "compatible", "documentation"];
