import { link, open, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { RandomBytes } from "../../../util/random.ts";
import { makeFolder } from "../../database/sqlite/data-folder.ts";

const secretBytes = 32;

/**
 * The signing secret that is kept beside the embedded database; made, readable by its owner alone, where there is none.
 * Of several processes that start at once one makes it and all return the same.
 * @throws when others may read the file, or what is in it is too short to be a secret
 */
export async function readOrMakeSecret(dataDir: string, randomBytes: RandomBytes): Promise<string> {
  const file = join(dataDir, "jwt-secret");
  const secret = (await read(file)) ?? (await make(file, dataDir, randomBytes)) ?? (await read(file));
  if (secret === undefined) throw new Error(`${file} went away while it was read`);
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
  // Windows has no such bits, and reports every file as readable by all.
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    throw new Error(
      `Others than its owner can read the signing secret: run \`chmod 600 ${file}\`, or delete it to get a new one`,
    );
  }
  if (Buffer.byteLength(secret) < secretBytes) {
    throw new Error(`${file} holds no signing secret of ${secretBytes} bytes or more; delete it to get a new one`);
  }
  return secret;
}

/** Undefined where another process was first. */
async function make(file: string, dataDir: string, randomBytes: RandomBytes): Promise<string | undefined> {
  await makeFolder(dataDir);
  const secret = Buffer.from(randomBytes(secretBytes)).toString("base64url");
  const draft = `${file}.${Buffer.from(randomBytes(8)).toString("hex")}`;
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(`${secret}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A link appears with its whole content or not at all, and never replaces a file that is there.
    await link(draft, file);
    return secret;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return undefined;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
