import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/openapi/json.ts";
import { gives, lines, takes } from "./documents.ts";

const accepted = "what clients send is still accepted";
const same = "clients get nothing that they could not get before";
const refused = (what: string) => `clients that send ${what} are refused`;
const unexpected = (what: string) => `clients that do not expect ${what} may get it`;

/** How a rule is called, both schemas of a property `it`, what is said of it, and what it means in requests and answers. */
type Row = readonly [
  name: string,
  before: JsonObject,
  after: JsonObject,
  predicate: string,
  request: readonly [effect: string, why: string],
  answer: readonly [effect: string, why: string],
];

const narrower = (what: string) =>
  [
    ["breaking", refused(what)],
    ["compatible", same],
  ] as const;
const wider = (what: string) =>
  [
    ["compatible", accepted],
    ["breaking", unexpected(what)],
  ] as const;
const other = (what: string) =>
  [
    ["breaking", refused(what)],
    ["breaking", unexpected(what)],
  ] as const;

const text = { type: "string" };
const number = { type: "number" };
const list = { type: "array", items: {} };
const object = { type: "object" };

const rows: readonly Row[] = [
  [
    "a lower maxLength",
    { ...text, maxLength: 3 },
    { ...text, maxLength: 2 },
    "may now have at most 2 characters, it was 3",
    ...narrower("more"),
  ],
  [
    "a higher maxLength",
    { ...text, maxLength: 2 },
    { ...text, maxLength: 3 },
    "may now have at most 3 characters, it was 2",
    ...wider("more"),
  ],
  [
    "a new maxLength",
    text,
    { ...text, maxLength: 1 },
    "may now have at most 1 character, there was no limit",
    ...narrower("more"),
  ],
  [
    "no maxLength any more",
    { ...text, maxLength: 1 },
    text,
    "has no limit upwards any more, it was 1",
    ...wider("more"),
  ],
  [
    "a higher minLength",
    { ...text, minLength: 1 },
    { ...text, minLength: 2 },
    "must now have at least 2 characters, it was 1",
    ...narrower("less"),
  ],
  [
    "a lower minLength",
    { ...text, minLength: 2 },
    { ...text, minLength: 1 },
    "must now have at least 1 character, it was 2",
    ...wider("less"),
  ],
  [
    "a lower maximum",
    { ...number, maximum: 5 },
    { ...number, maximum: 4 },
    "may now be at most 4, it was 5",
    ...narrower("more"),
  ],
  [
    "a higher minimum",
    { ...number, minimum: 1 },
    { ...number, minimum: 2 },
    "must now be at least 2, it was 1",
    ...narrower("less"),
  ],
  [
    "no minimum any more",
    { ...number, minimum: 1 },
    number,
    "has no limit downwards any more, it was 1",
    ...wider("less"),
  ],
  [
    "a bound that is excluded now",
    { ...number, maximum: 5 },
    { ...number, maximum: 5, exclusiveMaximum: true },
    "may now be less than 5, it was 5",
    ...narrower("more"),
  ],
  [
    "a bound that is included now",
    { ...number, exclusiveMinimum: 0 },
    { ...number, minimum: 0 },
    "must now be at least 0, it was more than 0",
    ...wider("less"),
  ],
  [
    "fewer items",
    { ...list, maxItems: 100 },
    { ...list, maxItems: 50 },
    "may now have at most 50 items, it was 100",
    ...narrower("more"),
  ],
  [
    "items that must be there",
    list,
    { ...list, minItems: 1 },
    "must now have at least 1 item, there was no limit",
    ...narrower("fewer"),
  ],
  [
    "more properties",
    { ...object, maxProperties: 1 },
    { ...object, maxProperties: 2 },
    "may now have at most 2 properties, it was 1",
    ...wider("more"),
  ],
  [
    "items that must differ",
    list,
    { ...list, uniqueItems: true },
    "can no longer have the same item twice",
    ...narrower("one twice"),
  ],
  [
    "items that may be the same",
    { ...list, uniqueItems: true },
    list,
    "may now have the same item twice",
    ...wider("one twice"),
  ],
  [
    "a new multipleOf",
    number,
    { ...number, multipleOf: 2 },
    "must now be a multiple of 2, it was any number",
    ...narrower("anything else"),
  ],
  [
    "a finer multipleOf",
    { ...number, multipleOf: 4 },
    { ...number, multipleOf: 2 },
    "must now be a multiple of 2, it was a multiple of 4",
    ...wider("anything else"),
  ],
  [
    "another multipleOf",
    { ...number, multipleOf: 2 },
    { ...number, multipleOf: 3 },
    "must now be a multiple of 3, it was a multiple of 2",
    ...other("anything else"),
  ],
  ["another type", text, number, "is now a number, it was a string", ...other("the other type")],
  [
    "a type in 3.1's list",
    { type: ["string", "integer"] },
    text,
    "is now a string, it was a string or an integer",
    ...narrower("the other type"),
  ],
  ["number for integer", { type: "integer" }, number, "is now a number, it was an integer", ...wider("the other type")],
  [
    "integer for number",
    number,
    { type: "integer" },
    "is now an integer, it was a number",
    ...narrower("the other type"),
  ],
  ["a type where there was none", {}, text, "is now a string, it was of any type", ...narrower("the other type")],
  ["any type", text, {}, "is now of any type, it was a string", ...wider("the other type")],
  ["null", text, { ...text, nullable: true }, "may now be null", ...wider("null")],
  ["no null any more", { type: ["string", "null"] }, text, "can no longer be null", ...narrower("null")],
  [
    "a new value of an enum",
    { ...text, enum: ["a"] },
    { ...text, enum: ["a", "b"] },
    'can now also be `"b"`',
    ...wider("it"),
  ],
  [
    "values that are gone",
    { ...text, enum: ["a", "b", "c"] },
    { ...text, enum: ["a"] },
    'can no longer be `"b"` and `"c"`',
    ...narrower("it"),
  ],
  [
    "an enum where there was none",
    text,
    { ...text, enum: ["a"] },
    'must now be one of `"a"`',
    ...narrower("anything else"),
  ],
  ["no enum any more", { ...text, const: "a" }, text, 'is no longer only one of `"a"`', ...wider("anything else")],
  ["a new pattern", text, { ...text, pattern: "^a" }, "must now match `^a`", ...narrower("anything else")],
  ["no pattern any more", { ...text, pattern: "^a" }, text, "need no longer match `^a`", ...wider("anything else")],
  [
    "another pattern",
    { ...text, pattern: "^a" },
    { ...text, pattern: "^b" },
    "must now match `^b`, it was `^a`",
    ["breaking", refused("what only the old one matches")],
    ["breaking", unexpected("what only the new one matches")],
  ],
  [
    "a new format",
    text,
    { ...text, format: "date" },
    'must now have the format `"date"`',
    ...narrower("anything else"),
  ],
  [
    "no format any more",
    { ...text, format: "date" },
    text,
    'need no longer have the format `"date"`',
    ...wider("anything else"),
  ],
  [
    "another format",
    { ...text, format: "date" },
    { ...text, format: "date-time" },
    'has now the format `"date-time"`, it was `"date"`',
    ...other("the other format"),
  ],
  [
    "a wider format",
    { ...number, format: "int32" },
    { ...number, format: "int64" },
    'has now the format `"int64"`, it was `"int32"`',
    ...wider("the other format"),
  ],
  [
    "no others any more",
    object,
    { ...object, additionalProperties: false },
    "must no longer have properties that are not documented",
    ...narrower("others"),
  ],
  [
    "others",
    { ...object, additionalProperties: false },
    object,
    "may now have properties that are not documented",
    ["compatible", "clients need not send any"],
    ["compatible", "clients ignore properties they do not know"],
  ],
  [
    "another kind",
    { oneOf: [text, number] },
    { oneOf: [text, number, { type: "boolean" }] },
    "can now also be `boolean`",
    ...wider("it"),
  ],
  [
    "a kind that is gone",
    { anyOf: [text, number] },
    { anyOf: [number] },
    "can no longer be `string`",
    ...narrower("it"),
  ],
  ["a choice", text, { oneOf: [text, number] }, "may now be one of several kinds", ...wider("another kind")],
  [
    "no choice any more",
    { oneOf: [text, number] },
    text,
    "is no longer one of several kinds",
    ...narrower("another kind"),
  ],
  [
    "a new rule of another kind",
    text,
    { ...text, not: { enum: ["a"] } },
    "has now a rule `not`",
    ...narrower("anything else"),
  ],
  [
    "another rule of another kind",
    { ...text, not: { enum: ["a"] } },
    { ...text, not: { enum: ["b"] } },
    "has another rule `not`",
    ...other("anything else"),
  ],
  [
    "no rule of another kind any more",
    { ...object, propertyNames: { pattern: "^a" } },
    object,
    "has no longer a rule `propertyNames`",
    ...wider("anything else"),
  ],
  [
    "a deprecation",
    text,
    { ...text, deprecated: true },
    "is now deprecated",
    ["compatible", "it works as before"],
    ["compatible", "it works as before"],
  ],
  [
    "another description",
    { ...text, description: "A", example: "B" },
    { ...text, description: "C", example: "D" },
    "has another description and example",
    ["documentation", "nothing on the wire changes"],
    ["documentation", "nothing on the wire changes"],
  ],
];

for (const [name, before, after, predicate, request, answer] of rows) {
  const within = (it: JsonObject) => ({ type: "object", properties: { it } });
  test(`${name} is ${request[0]} in requests and ${answer[0]} in answers`, () => {
    assert.deepEqual(lines(takes(within(before)), takes(within(after))), [
      `${request[0]}: POST /thing: \`it\` ${predicate}: ${request[1]}`,
    ]);
    assert.deepEqual(lines(gives(within(before)), gives(within(after))), [
      `${answer[0]}: POST /thing 200: \`it\` ${predicate}: ${answer[1]}`,
    ]);
  });
}

type PropertyRow = readonly [name: string, before: JsonObject, after: JsonObject, request: string, answer: string];
const closed = { additionalProperties: false };
const propertyRows: readonly PropertyRow[] = [
  [
    "a new optional property",
    { ...closed },
    { properties: { it: text }, ...closed },
    "compatible: is new and may be sent: clients need not send it",
    "compatible: is new: clients ignore properties they do not know",
  ],
  [
    "a new required property",
    {},
    { properties: { it: text }, required: ["it"] },
    "breaking: is new and must be sent: clients that do not send it are refused",
    "compatible: is new: clients ignore properties they do not know",
  ],
  [
    "a property that is gone from a closed object",
    { properties: { it: text }, ...closed },
    { ...closed },
    "breaking: is gone: clients that send it are refused",
    "breaking: is gone: clients that read it find nothing",
  ],
  [
    "a property that is gone from an open object",
    { properties: { it: text } },
    {},
    "breaking: is gone: clients that send it are no longer understood",
    "breaking: is gone: clients that read it find nothing",
  ],
  [
    "a property that became required",
    { properties: { it: text } },
    { properties: { it: text }, required: ["it"] },
    "breaking: must now be sent: clients that leave it out are refused",
    "compatible: is now always there: clients find it as before",
  ],
  [
    "a property that became optional",
    { properties: { it: text }, required: ["it"] },
    { properties: { it: text } },
    "compatible: need no longer be sent: clients may go on sending it",
    "breaking: may now be missing: clients that rely on it do not always find it",
  ],
];

for (const [name, before, after, request, answer] of propertyRows) {
  test(`${name}`, () => {
    const said = (line: string, location: string) => line.replace(/^(\w+): /, `$1: ${location}: \`it\` `);
    const object = (schema: JsonObject) => ({ type: "object", ...schema });
    assert.deepEqual(lines(takes(object(before)), takes(object(after))), [said(request, "POST /thing")]);
    assert.deepEqual(lines(gives(object(before)), gives(object(after))), [said(answer, "POST /thing 200")]);
  });
}

test("defaults count in requests alone", () => {
  const it = (schema: JsonObject) => ({ type: "object", properties: { it: { type: "integer", ...schema } } });
  assert.deepEqual(lines(gives(it({ default: 1 })), gives(it({ default: 2 }))), []);
  for (const [before, after, want] of [
    [
      { default: 1 },
      { default: 2 },
      "breaking: POST /thing: `it` now defaults to `2`, it was `1`: clients that leave it out get something else",
    ],
    [
      {},
      { default: 2 },
      "compatible: POST /thing: `it` has now the default `2`: the document now specifies the omitted value",
    ],
    [
      { default: 1 },
      {},
      "breaking: POST /thing: `it` has no longer the default `1`: clients that leave it out may get something else",
    ],
  ] as const) {
    assert.deepEqual(lines(takes(it(before)), takes(it(after))), [want]);
  }
});

test("properties count only in the direction in which they are sent", () => {
  const it = (schema: JsonObject) => ({ type: "object", required: ["it"], properties: { it: schema } });
  const readOnly = (schema: JsonObject) => it({ ...schema, readOnly: true });
  const writeOnly = (schema: JsonObject) => it({ ...schema, writeOnly: true });
  assert.deepEqual(lines(takes(readOnly(text)), takes(readOnly(number))), []);
  assert.deepEqual(lines(gives(writeOnly(text)), gives(writeOnly(number))), []);
  assert.equal(lines(gives(readOnly(text)), gives(readOnly(number))).length, 1);
  assert.equal(lines(takes(writeOnly(text)), takes(writeOnly(number))).length, 1);
});

test("a change deep inside is told by its path", () => {
  const deep = (maxLength: number) => ({
    type: "object",
    properties: {
      items: { type: "array", items: { type: "object", properties: { name: { type: "string", maxLength } } } },
      byName: { type: "object", additionalProperties: { type: "array", items: { type: "string", maxLength } } },
    },
  });
  const change = "may now have at most 3 characters, it was 2: clients that do not expect more may get it";
  assert.deepEqual(lines(gives(deep(2)), gives(deep(3))), [
    `breaking: POST /thing 200: \`items[].name\` ${change}`,
    `breaking: POST /thing 200: \`byName.*[]\` ${change}`,
  ]);
});

test("what says the same in another way is no change", () => {
  const components = (schemas: JsonObject) => ({ components: { schemas } });
  const Thing = { type: "object", required: ["a"], properties: { a: text, b: { type: "integer", minimum: 1 } } };
  const samenesses: readonly (readonly [JsonObject, JsonObject])[] = [
    [takes(Thing), takes({ $ref: "#/components/schemas/Thing" }, components({ Thing }))],
    [
      takes({ $ref: "#/components/schemas/Old" }, components({ Old: Thing })),
      takes(
        { $ref: "#/components/schemas/New" },
        components({ New: { $ref: "#/components/schemas/Newer" }, Newer: Thing }),
      ),
    ],
    [
      gives(Thing),
      gives({
        allOf: [
          { properties: { a: text }, required: ["a"] },
          { type: "object", properties: { b: { type: "integer", minimum: 1 } } },
        ],
      }),
    ],
    [gives({ ...text, nullable: true }), gives({ type: ["string", "null"] })],
    [gives({ ...text, nullable: true }), gives({ anyOf: [text, { type: "null" }] })],
    [gives({ ...object, nullable: true }), gives({ nullable: true, allOf: [object] })],
    [gives({ ...number, minimum: 0, exclusiveMinimum: true }), gives({ ...number, exclusiveMinimum: 0 })],
    [gives({ ...text, enum: ["a"] }), gives({ ...text, const: "a" })],
    [gives({ ...text, enum: ["a", "b"] }), gives({ enum: ["b", "a"], ...text })],
    [gives({ oneOf: [text, number] }), gives({ oneOf: [number, text] })],
    [gives(text), gives({ ...text, format: "password" })],
    [gives({ ...list, minItems: 0 }), gives({ ...list, minItems: 0 })],
  ];
  for (const [before, after] of samenesses) {
    assert.deepEqual(lines(before, after), [], JSON.stringify(after));
    assert.deepEqual(lines(after, before), [], JSON.stringify(before));
  }
});

test("schemas may lie in themselves, also moved", () => {
  const tree = (name: string, label: JsonObject): JsonObject => ({
    type: "object",
    properties: { label, children: { type: "array", items: { $ref: `#/components/schemas/${name}` } } },
  });
  const document = (name: string, label: JsonObject) =>
    gives({ $ref: `#/components/schemas/${name}` }, { components: { schemas: { [name]: tree(name, label) } } });
  assert.deepEqual(lines(document("Tree", text), document("Wood", text)), []);
  assert.deepEqual(lines(document("Tree", text), document("Tree", { ...text, nullable: true })), [
    "breaking: POST /thing 200: `Tree.label` may now be null: clients that do not expect null may get it",
  ]);
});
