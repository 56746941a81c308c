import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { invalidBody, validChange, validValue } from "../../src/contract/cases/arbitraries.ts";
import { bodySchema, invalidBodies, requiredFields, validChanges } from "../../src/contract/cases/bodies.ts";
import { invalidValues } from "../../src/contract/cases/invalid-values.ts";
import { malformedBodies } from "../../src/contract/cases/malformed.ts";
import { invalidQueries, invalidTexts, schemaOf, validTexts } from "../../src/contract/cases/parameters.ts";
import { validValues } from "../../src/contract/cases/valid-values.ts";
import type { OpenApiDocument, SchemaObject } from "../../src/contract/document.ts";
import { packagedSpec } from "../../src/contract/load-spec.ts";
import { exampleRequest } from "../../src/contract/requests.ts";
import { createSpec } from "../../src/contract/spec.ts";
import { seededRandom } from "../../src/util/seeded-random.ts";

const spec = await packagedSpec();
const withBodies = spec.operations.flatMap((operation) => {
  const schema = bodySchema(spec, operation);
  return schema
    ? [{ operation, schema, check: spec.checkAt(schema.pointer), base: Object(exampleRequest(operation).body) }]
    : [];
});

/** Schemas with every keyword that cases are made for. */
const schemas: Readonly<Record<string, SchemaObject>> = {
  text: { type: "string", minLength: 2, maxLength: 5 },
  unlimited: { type: "string" },
  storable: { type: "string", minLength: 1, maxLength: 20, pattern: "^[^\\u0000\\uD800-\\uDFFF]*$" },
  code: { type: "string", minLength: 4, maxLength: 8, pattern: "^[A-Z0-9]{4,8}$" },
  word: { type: "string", minLength: 1, maxLength: 64, pattern: "^[A-Za-z][A-Za-z0-9_+/-]*$" },
  choice: { type: "string", enum: ["red", "green"] },
  whole: { type: "integer", minimum: 1, maximum: 5, default: 2 },
  big: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  number: { type: "number", minimum: -1, maximum: 1.5 },
  flag: { type: "boolean" },
  optional: { type: "string", nullable: true, minLength: 1, maxLength: 3 },
};
const document: OpenApiDocument = { info: { title: "Cases", version: "1.0.0" }, paths: {}, components: { schemas } };
const checks = createSpec(document);

for (const [name, schema] of Object.entries(schemas)) {
  const check = checks.schemaCheck(name);
  const random = seededRandom(1);

  test(`valid values of ${name} are valid, invalid ones are not, and no case is repeated`, () => {
    const valid = validValues(schema, random);
    const invalid = invalidValues(schema, random);
    for (const { description, value } of valid)
      assert.deepEqual(check(value), [], `${description}: ${JSON.stringify(value)}`);
    for (const { description, value } of invalid)
      assert.notDeepEqual(check(value), [], `${description}: ${JSON.stringify(value)}`);
    assert.ok(invalid.length >= 5);
    const names = [...valid, ...invalid].map(({ description }) => description);
    assert.deepEqual(names, [...new Set(names)]);
  });

  test(`for every keyword of ${name} there is a case at its bound and one that violates it`, () => {
    const satisfied = new Set(validValues(schema, random).map(({ keyword }) => keyword));
    const violated = new Set(invalidValues(schema, random).map(({ keyword }) => keyword));
    for (const keyword of ["minLength", "maxLength", "minimum", "maximum", "enum"]) {
      if (!Object.hasOwn(schema, keyword)) continue;
      assert.ok(satisfied.has(keyword), `${keyword} satisfied`);
      assert.ok(violated.has(keyword), `${keyword} violated`);
    }
    assert.ok(!("pattern" in schema) || violated.has("pattern"));
    assert.ok(violated.has("type"));
  });

  test(`generated values of ${name} are valid`, () => {
    fc.assert(
      fc.property(validValue(schema), (value) => assert.deepEqual(check(value), [])),
      { numRuns: 50 },
    );
  });
}

for (const { operation, schema, check, base } of withBodies) {
  test(`valid bodies for ${operation.id} are valid, and invalid ones are not`, () => {
    const random = seededRandom(1);
    const names = Object.keys(schema.properties);
    const required = requiredFields(schema, base);
    for (const { description, change } of validChanges(schema, names, random)) {
      assert.deepEqual(check({ ...required, ...change }), [], description);
    }
    for (const { description, value } of invalidBodies(schema, base, random))
      assert.notDeepEqual(check(value), [], description);
    fc.assert(
      fc.property(validChange(schema, names), (change) => assert.deepEqual(check({ ...required, ...change }), [])),
      { numRuns: 20 },
    );
    fc.assert(
      fc.property(invalidBody(schema, base, check), (body) => assert.notDeepEqual(check(body), [])),
      {
        numRuns: 20,
      },
    );
  });

  test(`malformed bodies for ${operation.id} are not JSON, violate the schema, or repeat a property`, () => {
    for (const { description, raw } of malformedBodies(base)) {
      if (description.includes("twice")) continue;
      const parsed = parse(raw);
      if (parsed !== undefined) assert.notDeepEqual(check(parsed), [], description);
    }
  });
}

function parse(raw: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof raw === "string" ? raw : new TextDecoder("utf-8", { fatal: true }).decode(raw));
  } catch {
    return undefined;
  }
}

test("texts for parameters are valid or invalid as described, and can be sent in a URL", () => {
  for (const operation of spec.operations) {
    const random = seededRandom(1);
    for (const { parameter, description, text } of validTexts(spec, operation, [], random)) {
      const { type } = schemaOf(spec, parameter);
      const value = type === "string" ? text : JSON.parse(text);
      assert.deepEqual(createSpec(only(schemaOf(spec, parameter))).schemaCheck("It")(value), [], description);
    }
    for (const { text } of invalidTexts(spec, operation, random)) assert.doesNotThrow(() => encodeURIComponent(text));
    const queries = invalidQueries(operation).map(({ description }) => description);
    assert.deepEqual(queries, [...new Set(queries)]);
  }
});

function only(schema: SchemaObject): OpenApiDocument {
  return { ...document, components: { schemas: { It: schema } } };
}

test("the same seed makes the same cases, another seed makes others", () => {
  const made = (seed: number) =>
    withBodies.map(({ schema }) => validChanges(schema, Object.keys(schema.properties), seededRandom(seed)));
  assert.deepEqual(made(1), made(1));
  assert.notDeepEqual(made(1), made(2));
});
