import assert from "node:assert/strict";
import { test } from "node:test";
import { cached } from "../../src/util/lru-cache.ts";

test("what was found is remembered while it is used, within a bound; what was not found is looked up each time", () => {
  const asked: string[] = [];
  const find = cached(4, (text) => {
    asked.push(text);
    return text === "no" ? undefined : text.length;
  });
  assert.deepEqual(["a", "bb", "a", "no", "no"].map(find), [1, 2, 1, undefined, undefined]);
  assert.deepEqual(asked.splice(0), ["a", "bb", "no", "no"]);
  assert.deepEqual(["ccc", "a", "dddd", "a"].map(find), [3, 1, 4, 1]);
  assert.deepEqual(asked.splice(0), ["ccc", "dddd"], "a stays, since it is used");
  assert.deepEqual(["e", "f", "g", "a", "bb"].map(find), [1, 1, 1, 1, 2]);
  assert.deepEqual(asked, ["e", "f", "g", "a", "bb"], "what was not used for long is forgotten");
});
