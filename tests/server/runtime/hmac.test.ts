import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { createHmacFunction } from "../../../src/server/runtime/hmac.ts";

test("it is what the library's HMAC-SHA-256 gives", () => {
  const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
  fc.assert(
    fc.property(bytes(64), fc.string({ unit: "grapheme" }), bytes(200), (key, text, more) => {
      const expected = createHmac("sha256", key).update(text).update(more).digest("hex");
      assert.equal(createHmacFunction(key)(text, more).toString("hex"), expected);
    }),
  );
});

test("a key that is longer than a block is refused", () => {
  assert.throws(() => createHmacFunction(new Uint8Array(65)), /longer than a block/);
});
