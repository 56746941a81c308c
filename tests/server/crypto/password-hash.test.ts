import assert from "node:assert/strict";
import { test } from "node:test";
import { hashPassword, verifyPassword } from "../../../src/server/crypto/key-derivation.ts";
import { needsRehash, parsePasswordHash, unmatchableHash } from "../../../src/server/crypto/password-hash.ts";
import { vectors } from "./werkzeug-vectors.ts";

const key32 = "0".repeat(64);
const key64 = "0".repeat(128);

test("verifies Werkzeug's hashes, and only with the right password", async () => {
  for (const { password, stored } of vectors) {
    assert.equal(await verifyPassword(password, stored, 1), true, stored);
    assert.equal(await verifyPassword(`${password} `, stored, 1), false, stored);
  }
});

test("writes the same text as Werkzeug for the same salt", async () => {
  const ours = vectors.filter(({ stored }) => stored.startsWith("pbkdf2:sha256:"));
  assert.equal(ours.length, 5);
  for (const { password, stored } of ours) {
    const [method = "", salt = ""] = stored.split("$");
    assert.equal(await hashPassword(password, salt, Number(method.split(":")[2])), stored);
  }
});

test("a method without arguments has Werkzeug's defaults", () => {
  assert.deepEqual(parsePasswordHash(`pbkdf2$salt$${key32}`), {
    method: "pbkdf2",
    digest: "sha256",
    iterations: 1_000_000,
    salt: "salt",
    key: key32,
  });
  assert.deepEqual(parsePasswordHash(`scrypt$salt$${key64}`), {
    method: "scrypt",
    n: 32_768,
    r: 8,
    p: 1,
    salt: "salt",
    key: key64,
  });
});

test("any other text is invalid: verification is false and never throws", async () => {
  const others = [
    "",
    "$",
    "$$",
    "correct horse battery",
    `pbkdf2:sha256:1000$${key32}`,
    `pbkdf2:sha256:1000$salt$${key32.slice(1)}`,
    `pbkdf2:sha256:1000$salt$${key32}00`,
    `pbkdf2:sha256:1000$salt$${"A".repeat(64)}`,
    `pbkdf2:sha256:1000$salt$more$${key32}`,
    `pbkdf2:sha256:0$salt$${key32}`,
    `pbkdf2:sha256:-1$salt$${key32}`,
    `pbkdf2:sha256:1e3$salt$${key32}`,
    `pbkdf2:sha256:01000$salt$${key32}`,
    `pbkdf2:sha256:1000:1$salt$${key32}`,
    `pbkdf2:md5:1000$salt$${"0".repeat(32)}`,
    `pbkdf2:sha512:1000$salt$${key32}`,
    `PBKDF2:sha256:1000$salt$${key32}`,
    `plain$salt$${key32}`,
    `sha256$salt$${key32}`,
    `scrypt:32768:8$salt$${key64}`,
    `scrypt:1:8:1$salt$${key64}`,
    `scrypt:32767:8:1$salt$${key64}`,
    `scrypt:32768:8:1$salt$${key32}`,
    "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
  ];
  for (const stored of others) {
    assert.equal(parsePasswordHash(stored), undefined, stored);
    assert.equal(await verifyPassword("correct horse battery", stored, 1), false, stored);
    assert.equal(needsRehash(stored, 1), true, stored);
  }
});

test("a stored hash with a cost above the limit is invalid", () => {
  assert.ok(parsePasswordHash(`pbkdf2:sha256:10000000$salt$${key32}`));
  assert.equal(parsePasswordHash(`pbkdf2:sha256:10000001$salt$${key32}`), undefined);
  assert.equal(parsePasswordHash(`pbkdf2:sha256:99999999999$salt$${key32}`), undefined);
  assert.ok(parsePasswordHash(`scrypt:131072:8:1$salt$${key64}`));
  assert.equal(parsePasswordHash(`scrypt:262144:8:1$salt$${key64}`), undefined);
  assert.equal(parsePasswordHash(`scrypt:32768:8:5$salt$${key64}`), undefined);
  assert.equal(parsePasswordHash(`scrypt:2:524289:1$salt$${key64}`), undefined);
});

test("only PBKDF2-SHA-256 with at least the iterations of new hashes needs no rehash", () => {
  const given: readonly (readonly [string, boolean])[] = [
    [`pbkdf2:sha256:600000$salt$${key32}`, false],
    [`pbkdf2:sha256:1000000$salt$${key32}`, false],
    [`pbkdf2:sha256:599999$salt$${key32}`, true],
    [`pbkdf2:sha512:600000$salt$${key64}`, true],
    [`pbkdf2:sha1:600000$salt$${"0".repeat(40)}`, true],
    [`scrypt:32768:8:1$salt$${key64}`, true],
    [unmatchableHash(600_000), false],
  ];
  for (const [stored, want] of given) assert.equal(needsRehash(stored, 600_000), want, stored);
});
