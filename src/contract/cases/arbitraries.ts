import fc from "fast-check";
import type { SchemaObject } from "../document.ts";
import type { SchemaCheck } from "../spec.ts";
import { alphabetOf, lengthRange } from "./alphabet.ts";
import type { BodySchema, Fields } from "./bodies.ts";

/** Generates values that a schema accepts; texts from all of Unicode if the pattern allows it. */
export function validValue(schema: SchemaObject): fc.Arbitrary<unknown> {
  const value = plainValue(schema);
  return schema.nullable ? fc.option(value, { nil: null, freq: 8 }) : value;
}

function plainValue(schema: SchemaObject): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === "boolean") return fc.boolean();
  if (schema.type === "integer") {
    const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = schema;
    return fc.integer({ min: minimum, max: maximum });
  }
  if (schema.type === "number")
    return fc.double({ noNaN: true, min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9 });
  const [minLength, maxLength] = lengthRange(schema);
  const alphabet = alphabetOf(schema, Math.max(minLength, 1));
  const unit = alphabet.includes("한") ? anyCharacter : fc.constantFrom(...alphabet);
  const { pattern } = schema;
  const text = fc.string({ unit, minLength, maxLength, size: "+1" });
  return pattern === undefined ? text : text.filter((drawn) => new RegExp(pattern, "u").test(drawn));
}

/** Generates one code point that a server can store. */
const anyCharacter = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }) },
  {
    weight: 2,
    arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }).filter((text) => text !== "\u0000"),
  },
);

/** Generates valid values for these properties; optional ones may be absent. */
export function validChange({ schema, properties }: BodySchema, free: readonly string[]): fc.Arbitrary<Fields> {
  const values = Object.entries(properties).filter(([name]) => free.includes(name));
  return fc.record(Object.fromEntries(values.map(([name, property]) => [name, validValue(property)])), {
    requiredKeys: free.filter((name) => schema.required?.includes(name)),
  });
}

/** Generates bodies that the check rejects: arbitrary JSON as one property, as an additional one, or as the whole body. */
export function invalidBody({ properties }: BodySchema, base: Fields, check: SchemaCheck): fc.Arbitrary<unknown> {
  const junk = fc.jsonValue({ maxDepth: 3, stringUnit: "binary" });
  const inPlace = fc
    .tuple(fc.oneof(fc.constantFrom(...Object.keys(properties), "surplus"), fc.string({ maxLength: 8 })), junk)
    .map(([name, value]) => ({ ...base, [name]: value }));
  return fc
    .oneof({ weight: 5, arbitrary: inPlace }, { weight: 1, arbitrary: junk })
    .filter((value) => check(value).length > 0);
}
