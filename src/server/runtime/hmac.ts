import { createHmac, hash } from "node:crypto";
import { isEnabled } from "./ablation.ts";

/** The block size of SHA-256. */
const blockBytes = 64;

/** Computes the MAC, of 32 bytes, of a text followed by bytes. */
export type Hmac = (text: string, bytes: Uint8Array) => Buffer;

/**
 * Prepares HMAC-SHA-256 (RFC 2104) with one key. It uses two one-shot digests, because `createHmac` makes a native object
 * for each call. See PERFORMANCE.md.
 * @param key at most 64 bytes
 */
export function createHmacFunction(key: Uint8Array): Hmac {
  if (key.length > blockBytes) throw new Error(`The key is longer than a block of ${blockBytes} bytes`);
  if (!isEnabled("hmac")) return (text, bytes) => createHmac("sha256", key).update(text).update(bytes).digest();
  const padded = Buffer.alloc(blockBytes);
  padded.set(key);
  const inner = padded.map((byte) => byte ^ 0x36);
  const outer = padded.map((byte) => byte ^ 0x5c);
  return (text, bytes) => {
    const digest = hash("sha256", Buffer.concat([inner, Buffer.from(text), bytes]), "buffer");
    return hash("sha256", Buffer.concat([outer, digest]), "buffer");
  };
}
