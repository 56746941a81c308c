import { readFile, writeFile } from "node:fs/promises";
import type { Change } from "./change.ts";
import { addRelease, parseChangelog } from "./changelog.ts";
import type { Versions } from "./version.ts";

/**
 * Adds a version and its changes at the top of the changelog file.
 * @throws Error if both documents have the same version
 */
export async function recordRelease(
  file: string,
  changes: readonly Change[],
  { before, after }: Versions,
  now: Date,
): Promise<void> {
  if (before === after) {
    throw new Error(`info.version is still ${after}; give the new version a new number first`);
  }
  const releases = parseChangelog(await readFile(file, "utf8"));
  const release = { version: after, date: now.toISOString().slice(0, 10), since: before, changes };
  await writeFile(file, `${JSON.stringify(addRelease(releases, release), undefined, 2)}\n`);
}
