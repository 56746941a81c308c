import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "../openapi/json.ts";
import type { Change } from "./change.ts";
import { addRelease, parseChangelog } from "./changelog.ts";
import type { Versions } from "./version.ts";

/** Names in the folder of generated files. */
export const changelogName = "changelog.json";
export const releasedName = "openapi-released.json";

/**
 * Adds a version and its changes at the top of the changelog, and keeps the document for later comparisons.
 * @param folder the folder of both files
 * @throws Error if both documents have the same version
 */
export async function recordRelease(
  folder: string,
  document: JsonObject,
  changes: readonly Change[],
  { before, after }: Versions,
  now: Date,
): Promise<void> {
  if (before === after) {
    throw new Error(`info.version is still ${after}; give the new version a new number first`);
  }
  const changelog = join(folder, changelogName);
  const releases = parseChangelog(await readFile(changelog, "utf8"));
  const release = { version: after, date: now.toISOString().slice(0, 10), since: before, changes };
  await writeFile(changelog, toText(addRelease(releases, release)));
  await keepReleased(folder, document);
}

/** Writes the document of the last recorded version. */
export async function keepReleased(folder: string, document: JsonObject): Promise<void> {
  await writeFile(join(folder, releasedName), toText(document));
}

function toText(content: unknown): string {
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
