import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import ts from "typescript";
import {
  createNames,
  isMethodName,
  operationIdOf,
  toCamelCase,
  toPascalCase,
  uniqueNames,
} from "../../src/openapi/names.ts";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("a", "B", "0", "_", "$", "-", " ", ".", "é", "日", "\u0301", "😀") }),
  fc.constantFrom("__proto__", "constructor", "then", "delete", "class", "default", "toString"),
);

test("different texts get different names, and all of them are identifiers", () => {
  fc.assert(
    fc.property(fc.array(text), fc.constantFrom(toCamelCase, toPascalCase), (texts, convert) => {
      const names = uniqueNames(texts, convert, createNames());
      assert.deepEqual([...names.keys()], [...new Set(texts)]);
      assert.equal(new Set(names.values()).size, names.size);
      for (const name of names.values()) assert.ok(isIdentifier(name), JSON.stringify(name));
    }),
  );
});

test("a text that is a valid name keeps it, whatever the others are", () => {
  fc.assert(
    fc.property(fc.array(text), (texts) => {
      const names = uniqueNames(texts, toCamelCase, createNames());
      for (const good of texts.filter(isMethodName)) assert.equal(names.get(good), good);
    }),
  );
});

test("names depend only on the texts and their order", () => {
  fc.assert(
    fc.property(fc.array(text), (texts) => {
      const once = uniqueNames(texts, toPascalCase, createNames());
      assert.deepEqual(uniqueNames(texts, toPascalCase, createNames()), once);
    }),
  );
});

for (const [method, path, expected] of [
  ["get", "/", "getRoot"],
  ["get", "/pets", "getPets"],
  ["GET", "/pets/{petId}/toys", "getPetsByPetIdToys"],
  ["delete", "/a-b/{c}.{d}", "deleteABByCByD"],
  ["post", "/日本/{名前}", "post日本By名前"],
] as const) {
  test(`the operationId of ${method} ${path} is ${expected}`, () => {
    assert.equal(operationIdOf(method, path), expected);
  });
}

/** By the scanner of the compiler. */
function isIdentifier(name: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2023, false, ts.LanguageVariant.Standard, name);
  const kind = scanner.scan();
  return (
    (kind === ts.SyntaxKind.Identifier || kind >= ts.SyntaxKind.FirstKeyword) && scanner.getTokenEnd() === name.length
  );
}
