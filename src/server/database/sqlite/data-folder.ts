import { mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The path of the embedded database. */
export function sqliteFile(dataDir: string): string {
  return join(dataDir, "minifb.sqlite");
}

/**
 * Makes a folder that only its owner can open, and its missing parents. `mkdir` with `recursive` never returns where the system
 * reports an existing folder as missing, as below /proc.
 * @throws Error with the system's code
 */
export async function makeFolder(folder: string): Promise<void> {
  const error = await mkdir(folder, { mode: 0o700 }).then(() => undefined, asError);
  if (error === undefined || (await isFolder(folder))) return;
  const parent = dirname(folder);
  if (error.code !== "ENOENT" || parent === folder || (await isFolder(parent))) throw error;
  await makeFolder(parent);
  await makeFolder(folder);
}

function asError(error: NodeJS.ErrnoException): NodeJS.ErrnoException {
  return error;
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
