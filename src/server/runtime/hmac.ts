import { hash } from "node:crypto";

/** SHA-256's block, in bytes. */
const block = 64;

/** Gives the 32 bytes that nobody can make for a text and the bytes behind it without the key. */
export type Hmac = (text: string, bytes: Uint8Array) => Buffer;

/**
 * HMAC-SHA-256 (RFC 2104) under one key, from two one-shot digests: `createHmac` makes an object of native code for each,
 * which takes longer than both and leaves more to collect.
 * @param key at most 64 bytes
 */
export function createHmacFunction(key: Uint8Array): Hmac {
  if (key.length > block) throw new Error("The key is longer than a block");
  const padded = Buffer.alloc(block);
  padded.set(key);
  const inner = padded.map((byte) => byte ^ 0x36);
  const outer = padded.map((byte) => byte ^ 0x5c);
  return (text, bytes) => {
    const digest = hash("sha256", Buffer.concat([inner, Buffer.from(text), bytes]), "buffer");
    return hash("sha256", Buffer.concat([outer, digest]), "buffer");
  };
}
