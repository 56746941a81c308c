import assert from "node:assert/strict";
import test from "node:test";
import { describeErrors } from "../../../../src/openapi/validation-errors.ts";
import { createAjv } from "../../../../src/server/http/pipeline/validation.ts";
import { invalid } from "../../../../src/server/http/response/validation-messages.ts";
import { shorten } from "../../../../src/util/shorten.ts";

test("each broken rule is described in words, with the field's name", () => {
  const ajv = createAjv();
  for (const [schema, value, hint] of [
    [{ type: "string" }, 1, "field must be a string"],
    [{ type: "integer" }, "x", "field must be an integer"],
    [{ type: "integer", format: "int32" }, 2.5, "field must be an integer"],
    [{ type: "integer", format: "int32" }, 2 ** 31, "field must be an int32"],
    [{ type: "string", nullable: true }, 1, "field must be a string or null"],
    [{ type: "string", minLength: 1 }, "", "field must have at least 1 character"],
    [{ type: "string", maxLength: 3000 }, "x".repeat(3001), "field must have at most 3000 characters"],
    [{ type: "string", pattern: "^a$", "x-rule": "must be a" }, "b", "field must be a"],
    [{ type: "string", minLength: 4, pattern: "^a{4}$", "x-rule": "must be four a" }, "b", "field must be four a"],
    [{ type: "string", pattern: "^a$" }, "b", "field must match ^a$"],
    [{ type: "string", format: "date-time" }, "b", "field must be a date-time"],
    [{ type: "string", format: "email" }, "b", "field must be an email"],
    [{ type: "number", minimum: 1 }, 0, "field must be at least 1"],
    [{ type: "number", maximum: 100 }, 101, "field must be at most 100"],
    [{ type: "number", exclusiveMinimum: 1 }, 1, "field must be more than 1"],
    [{ type: "number", exclusiveMaximum: 1 }, 1, "field must be less than 1"],
    [{ type: "number", multipleOf: 5 }, 1, "field must be a multiple of 5"],
    [{ enum: [1, "two"] }, 3, "field must be one of 1, two"],
    [{ type: "array", minItems: 2 }, [], "field must have at least 2 items"],
    [{ type: "array", maxItems: 1 }, [1, 2], "field must have at most 1 item"],
    [{ type: "array", uniqueItems: true }, [1, 1], "field must not have the same item twice"],
    [{ type: "array", items: { type: "string" } }, [1], "field[0] must be a string"],
    [{ type: "object", required: ["a"] }, {}, "field.a is missing"],
    [{ type: "object", properties: { a: { type: "string" } } }, { a: 1 }, "field.a must be a string"],
    [{ type: "object", additionalProperties: false }, { a: 1 }, "field has an unknown property 'a'"],
    [{ type: "object", maxProperties: 0 }, { a: 1 }, "field must NOT have more than 0 properties"],
  ] as const) {
    const validate = ajv.compile({ properties: { requestBody: { properties: { field: schema } } } });
    assert.equal(validate({ requestBody: { field: value } }), false, hint);
    assert.deepEqual(describeErrors(validate.errors ?? []), [hint]);
  }
});

test("a hint has the first errors, each once, and is short", () => {
  assert.equal(invalid(["a", "a", "b"]).body.hint, "a; b");
  assert.equal(invalid(["1", "2", "3", "4", "5", "6", "7"]).body.hint, "1; 2; 3; 4; 5; and 2 more");
  assert.equal(invalid(["x".repeat(5000)]).body.hint.length, 600);
  assert.equal(invalid(["a\u0000\ud800b"]).body.hint, "a\uFFFD\uFFFDb");
  assert.equal(shorten("abc\u{1F600}d", 5), "abc…");
});
