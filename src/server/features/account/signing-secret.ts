import { link, open, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { RandomBytes } from "../../../util/random.ts";
import { makeFolder } from "../../database/sqlite/data-folder.ts";

const secretBytes = 32;

/**
 * Reads the signing secret in the embedded database's folder, or creates it with access for its owner only. If several
 * processes start at once, one creates it and all return the same.
 * @throws when other users can read the file, or the secret is too short
 */
export async function readOrCreateSecret(dataDir: string, randomBytes: RandomBytes): Promise<string> {
  const file = join(dataDir, "jwt-secret");
  const secret = (await read(file)) ?? (await create(file, dataDir, randomBytes)) ?? (await read(file));
  if (secret === undefined) throw new Error(`${file} was deleted while the server read it`);
  return secret;
}

async function read(file: string): Promise<string | undefined> {
  let mode: number;
  let secret: string;
  try {
    mode = (await stat(file)).mode;
    secret = (await readFile(file, "utf8")).trim();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
  // Windows has no permission bits and reports every file as readable by all.
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    throw new Error(
      `Other users can read the signing secret: run \`chmod 600 ${file}\`, or delete it to get a new one`,
    );
  }
  if (Buffer.byteLength(secret) < secretBytes) {
    throw new Error(`${file} has no signing secret of at least ${secretBytes} bytes; delete it to get a new one`);
  }
  return secret;
}

/** Undefined if another process has created it first. */
async function create(file: string, dataDir: string, randomBytes: RandomBytes): Promise<string | undefined> {
  await makeFolder(dataDir);
  const secret = Buffer.from(randomBytes(secretBytes)).toString("base64url");
  const temporaryFile = `${file}.${Buffer.from(randomBytes(8)).toString("hex")}`;
  try {
    const handle = await open(temporaryFile, "wx", 0o600);
    try {
      await handle.writeFile(`${secret}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Unlike a write, `link` is atomic; unlike a rename, it never replaces an existing file.
    await link(temporaryFile, file);
    return secret;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return undefined;
    throw error;
  } finally {
    await rm(temporaryFile, { force: true });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
