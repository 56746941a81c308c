/** Cryptographically strong random bytes: `randomBytes` of `node:crypto`, or a replacement in tests. */
export type RandomBytes = (size: number) => Uint8Array;

export const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Without 0, O, 1, I and l, which are easily confused when copied by hand. */
export const unambiguous = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

/** Draws each character with the same probability from `alphabet`, which has at most 256 of them. */
export function randomString(randomBytes: RandomBytes, length: number, alphabet: string): string {
  // Rejection sampling: bytes from this limit on would favour the first characters.
  const limit = 256 - (256 % alphabet.length);
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length - text.length)) {
      if (byte < limit) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}
