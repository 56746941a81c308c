import { scryptSync, timingSafeEqual } from "node:crypto";
import process from "node:process";
import pbkdf2 from "pbkdf2";
import { type Digest, formatPasswordHash, keyBytes, type PasswordHash, parsePasswordHash } from "./password-hash.ts";

/*
 * What is in this file holds its thread for a tenth of a second and more: it is for hash-worker.ts alone.
 */

/**
 * @param salt letters and digits, 16 or more
 * @returns a hash as Werkzeug writes it
 */
export async function hashPassword(password: string, salt: string, iterations: number): Promise<string> {
  const key = await derivePbkdf2(password, salt, iterations, "sha256");
  return formatPasswordHash(iterations, salt, key.toString("hex"));
}

/**
 * False, and never an error, also for a text that is no hash.
 * @param iterations what a new hash gets; a wrong password is made to take that long also against an older, cheaper
 * PBKDF2 hash, so that an answer's time does not tell an unknown id from a known one
 */
export async function verifyPassword(password: string, stored: string, iterations: number): Promise<boolean> {
  const hash = parsePasswordHash(stored);
  const fits = hash !== undefined && timingSafeEqual(await deriveKey(password, hash), Buffer.from(hash.key, "hex"));
  const missing = hash?.method === "pbkdf2" ? iterations - hash.iterations : hash ? 0 : iterations;
  if (!fits && missing > 0) await derivePbkdf2(password, "", missing, "sha256");
  return fits;
}

async function deriveKey(password: string, hash: PasswordHash): Promise<Buffer> {
  if (hash.method === "pbkdf2") return derivePbkdf2(password, hash.salt, hash.iterations, hash.digest);
  const { n: N, r, p, salt } = hash;
  // As Werkzeug asks for: OpenSSL wants a little more than the 128 bytes a block that scrypt itself takes.
  return scryptSync(password, salt, keyBytes.scrypt, { N, r, p, maxmem: 132 * N * r * p });
}

const isDeno = "Deno" in globalThis;

/**
 * Under Node the package is native code, and its synchronous form spares libuv's four threads, which sqlite3 needs.
 * Under Deno it takes the runtime for a Node of long ago and would compute in plain JavaScript, seventy times as slow;
 * where it believes itself in a browser it uses Web Crypto. It asks at each call, and this thread runs nothing else.
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
