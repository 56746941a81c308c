import type { Random } from "../../util/seeded-random.ts";
import type { SchemaObject } from "../document.ts";
import { alphabetOf, codePointCount, drawText, lengthRange } from "./alphabet.ts";

/** A value of a property or a parameter, and its description. */
export interface ValueCase {
  /** Follows the name in messages: `of 3001 characters`. */
  readonly description: string;
  /** The schema keyword that the value tests. */
  readonly keyword: string;
  readonly value: unknown;
}

/** Values that a schema accepts: at each bound, and of unusual kinds. */
export function validValues(schema: SchemaObject, random: Random): ValueCase[] {
  const cases = schema.enum
    ? schema.enum.map((value) => ({ description: `being ${JSON.stringify(value)}`, keyword: "enum", value }))
    : byType(schema, random);
  const defaultCase =
    schema.default === undefined
      ? []
      : [{ description: "equal to its default", keyword: "default", value: schema.default }];
  const nullCase = schema.nullable ? [{ description: "null", keyword: "nullable", value: null }] : [];
  return [...nullCase, ...cases, ...defaultCase];
}

function byType(schema: SchemaObject, random: Random): ValueCase[] {
  if (schema.type === "string") return stringCases(schema, random);
  if (schema.type === "boolean")
    return [true, false].map((value) => ({ description: `being ${value}`, keyword: "type", value }));
  const { minimum, maximum } = schema;
  return [
    ...(minimum === undefined ? [] : [{ description: `being ${minimum}`, keyword: "minimum", value: minimum }]),
    ...(maximum === undefined ? [] : [{ description: `being ${maximum}`, keyword: "maximum", value: maximum }]),
  ];
}

function stringCases(schema: SchemaObject, random: Random): ValueCase[] {
  const [min, max] = lengthRange(schema);
  const bounds = [
    { keyword: "minLength", length: min },
    { keyword: "maxLength", length: max },
  ].flatMap(({ keyword, length }) => {
    const alphabet = alphabetOf(schema, length);
    const plain = alphabet.filter((character) => /[A-Za-z0-9]/.test(character));
    const cases = [{ description: `of ${length} characters`, keyword, value: drawText(plain, length, random) }];
    const astral = alphabet.filter((character) => character.length === 2);
    if (astral.length === 0) return cases;
    return [...cases, { description: `of ${length} emoji`, keyword, value: drawText(astral, length, random) }];
  });
  // Unusual kinds of text need an unrestricted alphabet.
  const isFree = alphabetOf(schema, Math.max(min, 1)).includes("한");
  const kinds = Object.entries(isFree ? kindsOfText : {}).flatMap(([description, kind]) => {
    const value = kind.repeat(Math.ceil(min / codePointCount(kind)));
    const isValid = codePointCount(value) <= max && (schema.pattern === undefined || matches(schema.pattern, value));
    return isValid ? [{ description, keyword: "pattern", value }] : [];
  });
  return [...bounds, ...kinds];
}

/** Valid texts that servers often handle wrongly. */
const kindsOfText: Readonly<Record<string, string>> = {
  "of blanks": "  ",
  "of control characters": "\u0001\u001f\u007f",
  "of combining marks": "e\u0301\u0323",
  "of right-to-left marks": "\u202e\u2066",
  "of noncharacters": "\uffff\u{10ffff}",
  "that look like SQL": "'; -- \"$1?",
  "that look like markup": "<b>&amp;",
  "that look like escapes": "\\u0000%00",
  "that say null": "null",
};

function matches(pattern: string, text: string): boolean {
  return new RegExp(pattern, "u").test(text);
}
