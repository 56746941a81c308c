import type { Random } from "../../util/seeded-random.ts";
import type { SchemaObject } from "../document.ts";

/** The characters of generated texts: letters, characters with a special meaning somewhere, and one to four bytes in UTF-8. */
const candidates = [
  ..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
  ..."._@+-/ ,'\"<>&%\\$;\t\né",
  ...["ß", "한", "\u0301", "\u202e", "\uffff", "😀", "🧵"],
];

/** Characters that the guideline forbids in every text. */
export const unstorableCharacters = {
  "U+0000": "\u0000",
  "a lone high surrogate": "\ud800",
  "a lone low surrogate": "\udc00",
};

export function codePointCount(text: string): number {
  return [...text].length;
}

/** The characters of which a text of this length may consist, according to the schema's pattern. */
export function alphabetOf({ pattern }: SchemaObject, length: number): readonly string[] {
  if (pattern === undefined) return candidates;
  const regExp = new RegExp(pattern, "u");
  return candidates.filter((character) => regExp.test(character.repeat(length)));
}

/** The characters that the schema's pattern rejects. */
export function disallowedCharacters(schema: SchemaObject, length: number): readonly string[] {
  const allowed = alphabetOf(schema, length);
  return candidates.filter((character) => !allowed.includes(character));
}

/** A random text of `length` code points from an alphabet. */
export function drawText(alphabet: readonly string[], length: number, random: Random): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)] ?? "").join("");
}

/** The length range of a schema's texts; without `maxLength` it ends 100 above the minimum. */
export function lengthRange({ minLength = 0, maxLength = minLength + 100 }: SchemaObject): [min: number, max: number] {
  return [minLength, maxLength];
}
