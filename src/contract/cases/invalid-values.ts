import type { Random } from "../../util/seeded-random.ts";
import type { SchemaObject } from "../document.ts";
import { alphabetOf, disallowedCharacters, drawText, lengthRange, unstorableCharacters } from "./alphabet.ts";
import type { ValueCase } from "./valid-values.ts";

/** JSON values that a schema rejects, each for one reason. */
export function invalidValues(schema: SchemaObject, random: Random): ValueCase[] {
  return [
    ...ofWrongType(schema),
    ...(schema.type === "string" ? invalidStrings(schema, random) : invalidNumbers(schema)),
    ...outsideEnum(schema),
  ];
}

function ofWrongType({ type, nullable, example }: SchemaObject): ValueCase[] {
  const values: [type: string, description: string, value: unknown][] = [
    ["object", "an object", {}],
    ["array", "an array", []],
    ["array", "an array with one item", [example ?? 1]],
    ["boolean", "a boolean", true],
    ["boolean", "false", false],
    ["string", "a string", "1"],
    ["string", "an empty string", ""],
    ["number", "a number", 1],
    ["number", "zero", 0],
    ["number", "a fraction", 1.5],
    ["null", "null", null],
  ];
  const isOfType = (name: string) =>
    name === type || (name === "null" && nullable) || (type === "integer" && name === "number");
  return values
    .filter(([name]) => !isOfType(name))
    .map(([, description, value]) => ({ description, keyword: "type", value }));
}

/** Lengths are in code points: an emoji is one, although UTF-16 and UTF-8 need more units. */
function invalidStrings(schema: SchemaObject, random: Random): ValueCase[] {
  const { minLength, maxLength, pattern } = schema;
  const ofLength = (keyword: string, length: number) => {
    const alphabet = alphabetOf(schema, length).length > 0 ? alphabetOf(schema, length) : ["a"];
    const astral = alphabet.filter((character) => character.length === 2);
    const plain = drawText(
      alphabet.filter((character) => /[A-Za-z0-9]/.test(character)),
      length,
      random,
    );
    return [
      { description: `of ${length} characters`, keyword, value: plain },
      ...(astral.length === 0 || length === 0
        ? []
        : [{ description: `of ${length} emoji`, keyword, value: drawText(astral, length, random) }]),
    ];
  };
  return [
    ...(minLength ? ofLength("minLength", minLength - 1) : []),
    ...(minLength && minLength > 1 ? ofLength("minLength", 0) : []),
    ...(maxLength === undefined ? [] : ofLength("maxLength", maxLength + 1)),
    ...(pattern === undefined ? [] : patternViolations(schema, random)),
  ];
}

/** Texts of a valid length with one character at the start, in the middle or at the end that the pattern rejects. */
function patternViolations(schema: SchemaObject, random: Random): ValueCase[] {
  const { pattern = "" } = schema;
  const [min, max] = lengthRange(schema);
  const length = Math.min(Math.max(min, 3), max);
  const rest = drawText(
    alphabetOf(schema, length).filter((character) => /[A-Za-z0-9]/.test(character)),
    length - 1,
    random,
  );
  const half = Math.ceil(rest.length / 2);
  const positions = (description: string, character: string) => [
    { description: `beginning with ${description}`, keyword: "pattern", value: `${character}${rest}` },
    {
      description: `with ${description} inside`,
      keyword: "pattern",
      value: `${rest.slice(0, half)}${character}${rest.slice(half)}`,
    },
    { description: `ending with ${description}`, keyword: "pattern", value: `${rest}${character}` },
  ];
  const unstorable = Object.entries({ ...unstorableCharacters, "a line break": "\n" }).flatMap(
    ([description, character]) => positions(description, character),
  );
  const disallowed = disallowedCharacters(schema, length).map(
    (character, index) => positions(JSON.stringify(character), character)[index % 3],
  );
  const regExp = new RegExp(pattern, "u");
  return [...unstorable, ...disallowed].flatMap((candidate) =>
    candidate && !regExp.test(candidate.value) ? [candidate] : [],
  );
}

function invalidNumbers({ type, minimum, maximum }: SchemaObject): ValueCase[] {
  const numbers: [keyword: string, value: number | undefined][] = [
    ["type", type === "integer" ? 1.5 : undefined],
    ["minimum", minimum === undefined ? undefined : minimum - 1],
    ["maximum", maximum === undefined ? undefined : maximum + 1],
    ["maximum", maximum === undefined ? undefined : 2 ** 63],
  ];
  return numbers.flatMap(([keyword, value]) =>
    value === undefined ? [] : [{ description: `being ${value}`, keyword, value }],
  );
}

function outsideEnum({ enum: allowed }: SchemaObject): ValueCase[] {
  return allowed ? [{ description: "that is not in its enum", keyword: "enum", value: "none of these" }] : [];
}
