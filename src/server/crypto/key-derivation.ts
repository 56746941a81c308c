import { scryptSync, timingSafeEqual } from "node:crypto";
import process from "node:process";
import pbkdf2 from "pbkdf2";
import { type Digest, formatPasswordHash, keyBytes, type PasswordHash, parsePasswordHash } from "./password-hash.ts";

/*
 * These functions block their thread for a tenth of a second and more: only hash-worker.ts may call them.
 */

/**
 * @param salt letters and digits, 16 or more
 * @returns a hash in Werkzeug's format
 */
export async function hashPassword(password: string, salt: string, iterations: number): Promise<string> {
  const key = await derivePbkdf2(password, salt, iterations, "sha256");
  return formatPasswordHash(iterations, salt, key.toString("hex"));
}

/**
 * False for an invalid hash; never throws.
 * @param iterations of new hashes. A wrong password takes as long against an older PBKDF2 hash with fewer iterations, so that
 * the response time does not reveal which ids exist
 */
export async function verifyPassword(password: string, stored: string, iterations: number): Promise<boolean> {
  const hash = parsePasswordHash(stored);
  const matches = hash !== undefined && timingSafeEqual(await deriveKey(password, hash), Buffer.from(hash.key, "hex"));
  const missing = hash?.method === "pbkdf2" ? iterations - hash.iterations : hash ? 0 : iterations;
  if (!matches && missing > 0) await derivePbkdf2(password, "", missing, "sha256");
  return matches;
}

async function deriveKey(password: string, hash: PasswordHash): Promise<Buffer> {
  if (hash.method === "pbkdf2") return derivePbkdf2(password, hash.salt, hash.iterations, hash.digest);
  const { n: N, r, p, salt } = hash;
  // The same `maxmem` as in Werkzeug: OpenSSL needs a little more than the 128 bytes a block of scrypt itself.
  return scryptSync(password, salt, keyBytes.scrypt, { N, r, p, maxmem: 132 * N * r * p });
}

const isDeno = "Deno" in globalThis;

/**
 * On Node the package uses native code; the synchronous form leaves libuv's four threads to sqlite3. On Deno the package
 * takes the runtime for an old Node and computes in JavaScript, seventy times slower. `process.browser` makes it use Web
 * Crypto; it checks that at each call, and this thread runs nothing else.
 */
function derivePbkdf2(password: string, salt: string, iterations: number, digest: Digest): Promise<Buffer> {
  const length = keyBytes[digest];
  const [secret, saltBytes] = [Buffer.from(password), Buffer.from(salt)];
  if (!isDeno) return Promise.resolve(pbkdf2.pbkdf2Sync(secret, saltBytes, iterations, length, digest));
  Object.assign(process, { browser: true });
  return new Promise((resolve, reject) => {
    pbkdf2.pbkdf2(secret, saltBytes, iterations, length, digest, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
