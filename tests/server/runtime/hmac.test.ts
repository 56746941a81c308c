import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { createHmacFunction } from "../../../src/server/runtime/hmac.ts";

test("the result equals that of node:crypto's createHmac", () => {
  const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
  fc.assert(
    fc.property(bytes(64), fc.string({ unit: "grapheme" }), bytes(200), (key, text, data) => {
      const expected = createHmac("sha256", key).update(text).update(data).digest("hex");
      assert.equal(createHmacFunction(key)(text, data).toString("hex"), expected);
    }),
  );
});

test("a key that is longer than a block is refused", () => {
  assert.throws(() => createHmacFunction(new Uint8Array(65)), /longer than a block/);
});
