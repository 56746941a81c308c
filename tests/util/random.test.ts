import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { alphanumeric, randomString, unambiguous } from "../../src/util/random.ts";

test("every character is as probable as any other: bytes beyond the last whole multiple are drawn again", () => {
  // 256 = 4 * 57 + 28: of the bytes 0..255 each character gets four, and 228..255 none.
  assert.equal(unambiguous.length, 57);
  const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
  const drawn = randomString(() => everyByte, 228, unambiguous);
  assert.equal(drawn, unambiguous.repeat(4));
});

test("a string has the length and the characters that were asked for", () => {
  for (const alphabet of [alphanumeric, unambiguous]) {
    const text = randomString(randomBytes, 1000, alphabet);
    assert.equal(text.length, 1000);
    assert.ok([...text].every((character) => alphabet.includes(character)));
  }
});

test("the unambiguous alphabet lacks what looks like something else", () => {
  for (const character of "0O1Il") assert.ok(!unambiguous.includes(character));
});
