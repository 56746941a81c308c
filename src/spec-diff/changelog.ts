import { isArray, isObject, type Json, listAt, stringAt } from "../openapi/json.ts";
import type { Change, Effect } from "./change.ts";

/** One version of a document, with the changes since the previous version. */
export interface Release {
  readonly version: string;
  /** The day it was recorded, `2026-11-23`. */
  readonly date: string;
  /** The previous version; null for the first one. */
  readonly since: string | null;
  readonly changes: readonly Change[];
}

/** Adds a version at the top. An entry that exists for the same version is replaced; one that was recorded already takes its new location in the old one's. */
export function addRelease(releases: readonly Release[], release: Release): readonly Release[] {
  return [release, ...releases.filter(({ version }) => version !== release.version)];
}

/** @throws Error if the text is not a changelog */
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
  return { locations: listAt(node, "locations").map(String), what, effect, why };
}

const effects: readonly Effect[] = ["breaking", "compatible", "documentation"];
