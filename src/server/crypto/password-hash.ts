/**
 * Password hashes in the format of Werkzeug's `generate_password_hash`: `<method>$<salt>$<hexadecimal key>`. The salt is
 * used as text; it is not decoded.
 */
export type PasswordHash = Pbkdf2Hash | ScryptHash;

export type Digest = "sha1" | "sha256" | "sha512";

interface Pbkdf2Hash {
  readonly method: "pbkdf2";
  readonly digest: Digest;
  readonly iterations: number;
  readonly salt: string;
  readonly key: string;
}

interface ScryptHash {
  readonly method: "scrypt";
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly key: string;
}

/** The length of Werkzeug's keys: for PBKDF2 that of the digest, for scrypt 64 bytes. */
export const keyBytes = { sha1: 20, sha256: 32, sha512: 64, scrypt: 64 } as const;

export const maxIterations = 10_000_000;
/** Blocks of 128 bytes, N * r * p: four times Werkzeug's default of 32768:8:1. */
const maxScryptBlocks = 2 ** 20;

/** Werkzeug 3.1's parameters for a method without any. */
const werkzeugIterations = "1000000";
const werkzeugScrypt = ["32768", "8", "1"] as const;

const pbkdf2Method = /^pbkdf2(?::(sha1|sha256|sha512)(?::([1-9]\d{0,8}))?)?$/;
const scryptMethod = /^scrypt(?::([1-9]\d{0,8}):([1-9]\d{0,8}):([1-9]\d{0,8}))?$/;

/** Undefined if the hash is invalid, or would take so long to verify that it delays other logins. */
export function parsePasswordHash(text: string): PasswordHash | undefined {
  const [method = "", salt, key] = splitHash(text);
  if (salt === undefined || key === undefined) return undefined;

  const pbkdf2 = pbkdf2Method.exec(method);
  if (pbkdf2) {
    const [, digestName, count = werkzeugIterations] = pbkdf2;
    const digest = digestName === "sha1" || digestName === "sha512" ? digestName : "sha256";
    const iterations = Number(count);
    if (iterations > maxIterations || !isHex(key, keyBytes[digest])) return undefined;
    return { method: "pbkdf2", digest, iterations, salt, key };
  }

  const scrypt = scryptMethod.exec(method);
  if (!scrypt) return undefined;
  const [n, r, p] = [1, 2, 3].map((group, index) => Number(scrypt[group] ?? werkzeugScrypt[index]));
  if (n === undefined || r === undefined || p === undefined || !isHex(key, keyBytes.scrypt)) return undefined;
  // RFC 7914, section 2: N is a power of two above 1.
  if (n < 2 || !Number.isInteger(Math.log2(n)) || n * r * p > maxScryptBlocks) return undefined;
  return { method: "scrypt", n, r, p, salt, key };
}

/** A PBKDF2-SHA-256 hash, the only kind that new hashes have. */
export function formatPasswordHash(iterations: number, salt: string, key: string): string {
  return `pbkdf2:sha256:${iterations}$${salt}$${key}`;
}

/** Whether a hash has a different format than new ones, or fewer iterations. */
export function needsRehash(text: string, iterations: number): boolean {
  const hash = parsePasswordHash(text);
  return !(hash?.method === "pbkdf2" && hash.digest === "sha256" && hash.iterations >= iterations);
}

/** A hash that no password matches and that takes as long to verify as a real one. */
export function unmatchableHash(iterations: number): string {
  return formatPasswordHash(iterations, "0".repeat(16), "0".repeat(2 * keyBytes.sha256));
}

/** At the first two dollar signs, as Werkzeug does. */
function splitHash(text: string): readonly string[] {
  const [method = "", salt, ...rest] = text.split("$");
  return salt === undefined || rest.length === 0 ? [method] : [method, salt, rest.join("$")];
}

function isHex(key: string, bytes: number): boolean {
  return key.length === 2 * bytes && /^[0-9a-f]+$/.test(key);
}
