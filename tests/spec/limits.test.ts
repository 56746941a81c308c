import assert from "node:assert/strict";
import { test } from "node:test";
import { type Json, type JsonObject, lookUp, object, readDocument } from "./document.ts";
import { createValidator } from "./validator.ts";

const document = readDocument();
const errorsOf = createValidator(document);

/** The minimum and maximum length of every text of a request, in code points. */
const lengths: readonly [schema: string, property: string, min: number, max: number, character: string][] = [
  ["NewUser", "id", 4, 50, "a"],
  ["NewUser", "password", 10, 100, "😀"],
  ["NewUser", "name", 2, 16, "😀"],
  ["NewUser", "nickname", 1, 30, "😀"],
  ["NewUser", "bio", 1, 85, "😀"],
  ["PasswordChange", "newPassword", 10, 100, "😀"],
  ["NicknameChange", "nickname", 1, 30, "😀"],
  ["BioChange", "bio", 1, 85, "😀"],
  ["NewPost", "content", 1, 3000, "😀"],
  ["PostChange", "content", 1, 3000, "😀"],
  ["NewComment", "content", 1, 1000, "😀"],
  ["CommentChange", "content", 1, 1000, "😀"],
];

for (const [schema, property, min, max, character] of lengths) {
  test(`${schema}.${property} accepts ${min} to ${max} code points`, () => {
    const accepts = (length: number) => isValid(schema, { [property]: character.repeat(length) });
    assert.deepEqual([min - 1, min, max, max + 1].map(accepts), [false, true, true, false]);
  });
}

test("reactions have the types 1 to 5", () => {
  const accepts = (type: Json) => isValid("NewReaction", { type });
  assert.deepEqual([0, 1, 5, 6, 1.5, "1", null].map(accepts), [false, true, true, false, false, false, false]);
});

test("a nickname and a bio are required in a change, and null clears them", () => {
  for (const [schema, property] of [
    ["NicknameChange", "nickname"],
    ["BioChange", "bio"],
  ] as const) {
    assert.equal(errorsOf(`/components/schemas/${schema}`, {}).length, 1);
    assert.equal(isValid(schema, { [property]: null }), true);
  }
});

test('a user\'s id has letters, digits and . _ @ + - only, and is never "me"', () => {
  const accepts = (id: string) => isValid("NewUser", { id });
  assert.deepEqual(["a.b_c@d+e-F9", "ada lovelace", "ada/", "ådæ!", "ada\n", "me"].map(accepts), [
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

/** Whether the schema's example is valid with these properties. */
function isValid(schema: string, properties: JsonObject): boolean {
  const described = object(lookUp(document, `/components/schemas/${schema}/properties`));
  const example = Object.fromEntries(
    Object.entries(described).map(([name, property]) => {
      const { $ref, example } = object(property);
      return [name, typeof $ref === "string" ? lookUp(document, `${$ref.slice(1)}/example`) : example];
    }),
  );
  return errorsOf(`/components/schemas/${schema}`, { ...example, ...properties }).length === 0;
}
