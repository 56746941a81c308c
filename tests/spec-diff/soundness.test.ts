import assert from "node:assert/strict";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import type { Json, JsonObject } from "../../src/openapi/json.ts";
import { compareDocuments } from "../../src/spec-diff/compare.ts";
import { gives, line, takes } from "./documents.ts";

const small = fc.integer({ min: 0, max: 3 });
const optional = (keyword: string, value: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> =>
  fc.option(value, { nil: undefined }).map((given) => (given === undefined ? {} : { [keyword]: given }));
const joined = (...parts: readonly fc.Arbitrary<JsonObject>[]): fc.Arbitrary<JsonObject> =>
  fc.tuple(...parts).map((given) => Object.assign({}, ...given));

// There is no `oneOf`: it is taken for a choice of kinds that no value is two of, which made-up schemas do not keep to.

/** Each type alone or with null. */
const typed = (type: string): fc.Arbitrary<JsonObject> =>
  fc.boolean().map((isNullable) => ({ type: isNullable ? [type, "null"] : type }));

const text = joined(
  typed("string"),
  optional("minLength", small),
  optional("maxLength", small),
  optional("enum", fc.subarray(["", "a", "aa", "b"], { minLength: 1 })),
  optional("pattern", fc.constantFrom("^a", "b$")),
);
const number = joined(
  fc.constantFrom("integer", "number").chain(typed),
  optional("minimum", small),
  optional("exclusiveMaximum", small),
  optional("maximum", small),
  optional("multipleOf", fc.constantFrom(1, 2, 3)),
);

const { schema } = fc.letrec<{ schema: JsonObject; list: JsonObject; object: JsonObject; choice: JsonObject }>(
  (tie) => ({
    schema: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      text,
      number,
      fc.constant({}),
      tie("list"),
      tie("object"),
      tie("choice"),
    ),
    list: joined(
      typed("array"),
      optional("items", tie("schema")),
      optional("minItems", small),
      optional("maxItems", small),
      optional("uniqueItems", fc.constant(true)),
    ),
    object: fc
      .tuple(
        typed("object"),
        fc.dictionary(fc.constantFrom("a", "b"), tie("schema"), { maxKeys: 2, noNullPrototype: true }),
        fc.subarray(["a", "b"]),
        optional("additionalProperties", fc.oneof(fc.constant(false), tie("schema"))),
      )
      .map(([type, properties, required, others]) => ({ ...type, properties, required, ...others })),
    choice: fc
      .tuple(fc.constantFrom("anyOf", "allOf"), fc.array(tie("schema"), { minLength: 1, maxLength: 3 }))
      .map(([keyword, branches]) => ({ [keyword]: branches })),
  }),
);

const { value } = fc.letrec<{ value: Json; list: Json; object: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<Json>(null, true, 0, 1, 2, 3, 0.5, -1, "", "a", "aa", "b", "abb"),
    tie("list"),
    tie("object"),
  ),
  list: fc.array(tie("value"), { maxLength: 3 }),
  object: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3, noNullPrototype: true }),
}));

/** A schema and another one that is like it, or has nothing to do with it. */
const pair: fc.Arbitrary<readonly [JsonObject, JsonObject]> = fc.oneof(
  fc.tuple(schema, schema),
  fc.tuple(schema, schema).map(([a, b]): readonly [JsonObject, JsonObject] => [a, { ...a, ...b }]),
  fc.tuple(schema, schema).map(([a, b]): readonly [JsonObject, JsonObject] => [a, { anyOf: [a, b] }]),
  fc.tuple(schema, schema).map(([a, b]): readonly [JsonObject, JsonObject] => [{ allOf: [a, b] }, a]),
);

const ajv = new Ajv2020({ strict: false });
const allows = (given: Json, it: Json) => ajv.compile(given === true ? {} : Object(given))(it);
const breaks = (before: JsonObject, after: JsonObject) =>
  compareDocuments(before, after).some(({ effect }) => effect === "breaking");

/** Clients send no properties that they do not know, so that a newer document may give those a meaning. */
function closed(node: Json): Json {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(([key, child]): [string, Json] => [key, closed(child)]);
  return { ...("required" in node && { additionalProperties: false }), ...Object.fromEntries(entries) };
}

/** Clients may be sent properties that they do not know. */
function open(node: Json): Json {
  if (Array.isArray(node)) return node.map(open);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(([key, child]): [string, Json] => [key, open(child)]);
  return Object.fromEntries(entries.filter(([key, child]) => key !== "additionalProperties" || child !== false));
}

const runs = { numRuns: 1000, seed: 20_261_123 };

test("what is not called breaking in a request lets through all that was let through", () => {
  fc.assert(
    fc.property(pair, fc.array(value, { minLength: 30, maxLength: 30 }), ([before, after], values) => {
      if (breaks(takes(before), takes(after))) return;
      const known = closed(before);
      const refused = values.find((it) => allows(known, it) && !allows(after, it));
      assert.equal(refused, undefined, `${JSON.stringify(before)} to ${JSON.stringify(after)}`);
    }),
    runs,
  );
});

test("what is not called breaking in an answer gives clients nothing that they could not get", () => {
  fc.assert(
    fc.property(pair, fc.array(value, { minLength: 30, maxLength: 30 }), ([before, after], values) => {
      if (breaks(gives(before), gives(after))) return;
      const known = open(before);
      const surprise = values.find((it) => allows(after, it) && !allows(known, it));
      assert.equal(surprise, undefined, `${JSON.stringify(before)} to ${JSON.stringify(after)}`);
    }),
    runs,
  );
});

test("a schema is never different from itself", () => {
  fc.assert(
    fc.property(schema, (same) => {
      const changes = [...compareDocuments(takes(same), takes(same)), ...compareDocuments(gives(same), gives(same))];
      assert.deepEqual(changes.map(line), []);
    }),
    runs,
  );
});
