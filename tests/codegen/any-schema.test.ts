import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { compile } from "./compile.ts";
import { generateInto, makeFolder, writeDocuments } from "./fixtures.ts";

type Schema = boolean | { readonly [keyword: string]: unknown };

const count = 120;
const names = Array.from({ length: count }, (_, index) => `S${index}`);
const key = fc.constantFrom("a", "b", "c d", "0", "new", "__proto__");
const reference = fc.constantFrom(...names).map((name): Schema => ({ $ref: `#/components/schemas/${name}` }));
const scalar = fc.constantFrom<Schema>(
  { type: "string" },
  { type: "integer" },
  { type: "boolean" },
  { type: "string", format: "binary" },
);

/** Schemas of every kind of OpenAPI 3.0, one within the other, that refer to each other without order. */
const schema30 = fc.letrec<{ schema: Schema; object: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.oneof(scalar, reference),
    fc.constantFrom<Schema>(
      {},
      { enum: ["x", 1, null] },
      { type: "object", enum: [{ a: 1 }] },
      { type: "string", nullable: true },
    ),
    tie("object"),
    tie("schema").map((items) => ({ type: "array", items })),
    fc
      .tuple(
        fc.constantFrom("allOf", "anyOf", "oneOf"),
        fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
        tie("object"),
        fc.nat(3),
      )
      .map(([keyword, members, beside, kind]): Schema => {
        if (kind === 0 && typeof beside === "object") return { ...beside, [keyword]: members };
        return kind === 1 ? { type: "object", nullable: true, [keyword]: members } : { [keyword]: members };
      }),
  ),
  object: fc
    .record(
      {
        type: fc.constant("object"),
        properties: fc.dictionary(key, tie("schema"), { maxKeys: 4 }),
        required: fc.uniqueArray(key, { minLength: 1, maxLength: 3 }),
        additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
        readOnly: fc.boolean(),
        writeOnly: fc.boolean(),
        nullable: fc.boolean(),
      },
      { requiredKeys: ["type"] },
    )
    .map((schema): Schema => schema),
})).schema;

/** What 3.1 has beside: any schema may be a boolean, have several types, or stand beside a reference. */
const schema31 = fc.tuple(schema30, schema30, fc.nat(7)).map(([one, other, kind]): Schema => {
  const plain = withoutNullable(one);
  const second = withoutNullable(other);
  switch (kind) {
    case 0:
      return { anyOf: [plain, { type: "null" }] };
    case 1:
      return typeof plain === "object" && plain.type === "object" ? { ...plain, type: ["object", "null"] } : plain;
    case 2:
      return { items: { $ref: "#/components/schemas/S0", properties: { z: plain }, required: ["z", "a"] } };
    case 3:
      return { type: "array", prefixItems: [plain, second] };
    case 4:
      return { type: "object", patternProperties: { "^x": plain }, properties: { a: second } };
    case 5:
      return { type: ["string", "array", "null"], items: plain, const: null };
    case 6:
      return { allOf: [true, plain, { not: second }], $defs: { D: second } };
    default:
      return plain;
  }
});

function withoutNullable(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema, (name, value) => (name === "nullable" ? undefined : value)));
}

for (const [version, schema, seed] of [
  ["3.0.3", schema30, 106],
  ["3.1.0", schema31, 205],
] as const) {
  test(`schemas of ${version} of any shape make types that compile`, async (t) => {
    const folder = await makeFolder(t);
    const schemas = fc.sample(schema, { numRuns: count, seed });
    await writeDocuments(folder, { "api.json": JSON.stringify(documentOf(version, schemas)) });
    await generateInto(folder, join(folder, "api.json"));
    assert.deepEqual(compile([join(folder, "schema.ts"), join(folder, "operations.ts")]), []);
  });
}

/** Each schema is a component, is asked for and is answered. */
function documentOf(openapi: string, schemas: readonly Schema[]): unknown {
  return {
    openapi,
    info: { title: "Any", version: "1" },
    paths: Object.fromEntries(
      schemas.map((schema, index) => [
        `/${index}`,
        {
          post: {
            requestBody: { content: { "application/json": { schema: { $ref: `#/components/schemas/S${index}` } } } },
            responses: { 200: { description: "It", content: { "application/json": { schema } } } },
          },
        },
      ]),
    ),
    components: { schemas: Object.fromEntries(schemas.map((schema, index) => [`S${index}`, component(schema)])) },
  };
}

/** Components that are nothing but references might end at themselves. */
function component(schema: Schema): Schema {
  return typeof schema === "object" && "$ref" in schema ? { allOf: [schema] } : schema;
}
