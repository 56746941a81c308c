import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { parseJson } from "../../../../src/server/http/request/json.ts";
import { syntaxErrorAt } from "../../../../src/server/http/request/json-position.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("any output of JSON.stringify is parsed", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      const text = JSON.stringify(value);
      assert.deepEqual(parseJson(bytes(text)), { value: JSON.parse(text) });
    }),
    { seed: 1 },
  );
});

test("an error message has the position of a syntax error", () => {
  for (const [text, error] of [
    ["", "is not valid JSON: unexpected end"],
    ["  ", "is not valid JSON: unexpected end"],
    ['{"a":1', "is not valid JSON: unexpected end"],
    ['{"a":1,}', 'is not valid JSON: unexpected "}" at position 7'],
    ["[1,]", 'is not valid JSON: unexpected "]" at position 3'],
    ["[1 2]", 'is not valid JSON: unexpected "2" at position 3'],
    ["{a:1}", 'is not valid JSON: unexpected "a" at position 1'],
    ["{'a':1}", 'is not valid JSON: unexpected "\'" at position 1'],
    ['{"a" 1}', 'is not valid JSON: unexpected "1" at position 5'],
    ['{"a":01}', 'is not valid JSON: unexpected "1" at position 6'],
    ['{"a":tru}', 'is not valid JSON: unexpected "t" at position 5'],
    ['"a\nb"', 'is not valid JSON: unexpected "\\"" at position 0'],
    ['"\\x"', 'is not valid JSON: unexpected "\\"" at position 0'],
    ["[] []", 'is not valid JSON: unexpected "[" at position 3'],
    ["[}", 'is not valid JSON: unexpected "}" at position 1'],
    ['["\u{1F600}", \u{1F600}]', 'is not valid JSON: unexpected "\u{1F600}" at position 7'],
    ['{"a":1,"a":2}', "has an object that gives a property more than once"],
    ['{"x":[{"b":1,"\\u0062":2}]}', "has an object that gives a property more than once"],
    ["[".repeat(33) + "]".repeat(33), "is nested deeper than 32 levels"],
  ] as const) {
    assert.deepEqual(parseJson(bytes(text)), { error }, text);
  }
});

test("names that only look like duplicates, and a byte order mark, are accepted", () => {
  for (const text of [
    '{"a":{"a":1},"b":[{"a":1},{"a":1}]}',
    '{"a":"\\"a\\":","b":"{\\"a\\":1}"}',
    '{"__proto__":1,"constructor":2}',
    '["a",":","b"]',
    '{"":1}',
  ]) {
    assert.deepEqual(parseJson(bytes(text)), { value: JSON.parse(text) });
  }
  assert.deepEqual(parseJson(bytes("\uFEFF1")), { value: 1 });
});

test("a position is found in every text that JSON.parse refuses, and it is inside the text or its end", () => {
  const pieces = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    '"a"',
    '"',
    "1",
    "-",
    "true",
    "nul",
    " ",
    "\\",
    "\u0000",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      let isValid = true;
      try {
        JSON.parse(text);
      } catch {
        isValid = false;
      }
      const position = syntaxErrorAt(text);
      assert.ok(position >= 0 && position <= text.length);
      // The text before the position is the beginning of some JSON text, so it has no error before its own end.
      if (!isValid) assert.equal(syntaxErrorAt(text.slice(0, position)), text.slice(0, position).length);
    }),
    { seed: 1, numRuns: 2000 },
  );
});
