import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder that only its owner may look into, and those that it lies in where need be. Node's own way (`recursive`)
 * never ends where the system says of a folder that is there that it is not, as below /proc.
 * @throws Error with the system's code where it cannot be made
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
    (found) => found.isDirectory(),
    () => false,
  );
}
