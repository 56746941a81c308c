import type { SchemaObject } from "../document.ts";

/** Draws a number from 0 to less than 1. */
export type Random = () => number;

/** What texts are made of: letters, marks that some language treats as special, and characters of one to four bytes. */
const candidates = [
  ..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
  ..."._@+-/ ,'\"<>&%\\$;\t\né",
  ...["ß", "한", "\u0301", "\u202e", "\uffff", "😀", "🧵"],
];

/** What text may not hold anywhere, by the guideline's own words. */
export const unstorableCharacters = {
  "U+0000": "\u0000",
  "a lone high surrogate": "\ud800",
  "a lone low surrogate": "\udc00",
};

export function codePointCount(text: string): number {
  return [...text].length;
}

/** The characters of which a text of this length may consist, as far as the schema's pattern tells. */
export function alphabetOf({ pattern }: SchemaObject, length: number): readonly string[] {
  if (pattern === undefined) return candidates;
  const regExp = new RegExp(pattern, "u");
  return candidates.filter((character) => regExp.test(character.repeat(length)));
}

/** The characters that a text of this schema must not hold. */
export function disallowedCharacters(schema: SchemaObject, length: number): readonly string[] {
  const allowed = alphabetOf(schema, length);
  return candidates.filter((character) => !allowed.includes(character));
}

/** A text of so many code points out of an alphabet. */
export function drawText(alphabet: readonly string[], length: number, random: Random): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)] ?? "").join("");
}

/** The shortest and the longest text of a schema; without a limit some length that is long for what it is. */
export function lengthRange({ minLength = 0, maxLength = minLength + 100 }: SchemaObject): [min: number, max: number] {
  return [minLength, maxLength];
}
