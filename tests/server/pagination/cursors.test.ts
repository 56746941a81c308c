import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createCursors } from "../../../src/server/pagination/cursors.ts";

const key = Buffer.alloc(32, 1);
const cursors = createCursors([key]);

test("a cursor opens to its id in its own list only", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.string(), fc.string(), (id, list, other) => {
      const cursor = cursors.encode(list, id);
      assert.equal(cursors.decode(list, cursor), id);
      if (other !== list) assert.equal(cursors.decode(other, cursor), undefined);
      assert.match(cursor, /^[A-Za-z0-9_-]{32}$/);
    }),
  );
});

test("a cursor with any one character changed, added or missing is refused", () => {
  const cursor = cursors.encode("/post", 50_000);
  for (let at = 0; at < cursor.length; at += 1) {
    for (const other of "AZaz09_-") {
      if (other === cursor[at]) continue;
      const forged = cursor.slice(0, at) + other + cursor.slice(at + 1);
      assert.equal(cursors.decode("/post", forged), undefined, forged);
    }
    assert.equal(cursors.decode("/post", cursor.slice(0, at)), undefined);
  }
  assert.equal(cursors.decode("/post", `${cursor}A`), undefined);
  assert.equal(cursors.decode("/post", `${cursor}=`), undefined);
  assert.equal(createCursors([Buffer.alloc(32, 2)]).decode("/post", cursor), undefined);
});

test("a cursor stays valid after a change of the key while the old key is configured", () => {
  const changed = createCursors([Buffer.alloc(32, 2), key]);
  assert.equal(changed.decode("/post", cursors.encode("/post", 14)), 14);
});
