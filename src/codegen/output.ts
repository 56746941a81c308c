import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes each file that differs: first all of them aside, then each in its place, so that a fault leaves the old ones. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const changed = await differing(folder, files);
  await mkdir(folder, { recursive: true });
  try {
    for (const name of changed) await writeFile(aside(folder, name), files.get(name) ?? "");
    for (const name of changed) await rename(aside(folder, name), join(folder, name));
  } finally {
    for (const name of changed) await rm(aside(folder, name), { force: true });
  }
  return changed;
}

/** The names of the files that are missing or say something else. */
export async function differing(folder: string, files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const names = [...files.keys()];
  const found = await Promise.all(names.map((name) => readIfThere(join(folder, name))));
  return names.filter((name, index) => found[index] !== files.get(name));
}

function aside(folder: string, name: string): string {
  return join(folder, `.${name}.${process.pid}.new`);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
