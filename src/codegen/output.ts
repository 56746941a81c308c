import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes the files that differ to temporary files and then renames them, so that a write error leaves the old files. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const changed = await findStale(folder, files);
  await mkdir(folder, { recursive: true });
  try {
    for (const name of changed) await writeFile(temporaryPath(folder, name), files.get(name) ?? "");
    for (const name of changed) await rename(temporaryPath(folder, name), join(folder, name));
  } finally {
    for (const name of changed) await rm(temporaryPath(folder, name), { force: true });
  }
  return changed;
}

/** The names of the files that are missing or have other content. */
export async function findStale(folder: string, files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const names = [...files.keys()];
  const contents = await Promise.all(names.map((name) => readIfExists(join(folder, name))));
  return names.filter((name, index) => contents[index] !== files.get(name));
}

function temporaryPath(folder: string, name: string): string {
  return join(folder, `.${name}.${process.pid}.new`);
}

async function readIfExists(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
