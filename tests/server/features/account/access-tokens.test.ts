import assert from "node:assert/strict";
import { createSecretKey, generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import jwt from "jsonwebtoken";
import { createAccessTokens, type Verified } from "../../../../src/server/features/account/access-tokens.ts";
import { createSigningKeys } from "../../../../src/server/features/account/signing-keys.ts";

const secret = "a secret of at least thirty-two bytes";
const other = "another secret of thirty-two bytes, too";
const ada = { id: "ada.lovelace", isAdmin: true, sessionId: "7d9f" };

/** Tokens on a clock that stands until it is moved. */
function setUp(keys = createSigningKeys(secret)) {
  const clock = { now: Date.parse("2026-11-23T05:45:00.900Z") };
  const revoked = new Set<string>();
  const tokens = createAccessTokens({ keys, revocations: revoked, now: () => new Date(clock.now) });
  return { clock, revoked, tokens, keys };
}

function identityOf(verified: Verified | undefined) {
  return verified && { id: verified.id, isAdmin: verified.isAdmin, sessionId: verified.sessionId };
}

test("a token identifies its user for fifteen minutes", () => {
  const { clock, tokens } = setUp();
  const token = tokens.sign(ada);
  assert.deepEqual(identityOf(tokens.verifyAccessToken(token)), ada);
  clock.now += 899_000;
  assert.deepEqual(identityOf(tokens.verifyAccessToken(token)), ada);
  clock.now += 1000;
  assert.equal(tokens.verifyAccessToken(token), undefined);
  // Neither has it been forgotten that it is expired, nor does a clock that is set back make it a fault.
  clock.now -= 1000;
  assert.deepEqual(identityOf(tokens.verifyAccessToken(token)), ada);
});

test("a token expires even if it was never verified before", () => {
  const { clock, tokens } = setUp();
  const token = tokens.sign(ada);
  clock.now += 900_000;
  assert.equal(tokens.verifyAccessToken(token), undefined);
});

test("a token has exactly the documented claims and its key's id", () => {
  const { tokens, keys } = setUp();
  const decoded = jwt.decode(tokens.sign(ada), { complete: true });
  assert.deepEqual(decoded?.header, { alg: "HS256", typ: "JWT", kid: keys.current.kid });
  assert.match(keys.current.kid, /^[0-9a-f]{8}$/);
  assert.deepEqual(decoded?.payload, {
    sub: "ada.lovelace",
    sid: "7d9f",
    adm: true,
    iat: 1795412700,
    exp: 1795413600,
    iss: "minifb",
    aud: "minifb",
  });
});

test("tokens of an ended session are rejected at once, cached or not", () => {
  const { revoked, tokens } = setUp();
  const [seen, unseen] = [tokens.sign(ada), tokens.sign({ ...ada, isAdmin: false })];
  assert.deepEqual(identityOf(tokens.verifyAccessToken(seen)), ada);
  revoked.add(ada.sessionId);
  assert.equal(tokens.verifyAccessToken(seen), undefined);
  assert.equal(tokens.verifyAccessToken(unseen), undefined);
});

test("any other text is rejected", () => {
  const { tokens, keys } = setUp();
  const { kid } = keys.current;
  const key = createSecretKey(Buffer.from(secret));
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const claims = { sub: "ada.lovelace", sid: "7d9f", adm: true, iat: 1795412700, exp: 1795413600 };
  const options = { algorithm: "HS256", issuer: "minifb", audience: "minifb", keyid: kid } as const;
  const { exp: _exp, ...withoutEnd } = claims;
  const { keyid: _keyid, ...withoutKey } = options;
  const { issuer: _issuer, ...withoutIssuer } = options;
  const { audience: _audience, ...withoutAudience } = options;
  const good = jwt.sign(claims, key, options);
  const [header = "", payload = "", signature = ""] = good.split(".");
  const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  assert.deepEqual(identityOf(tokens.verifyAccessToken(good)), ada);

  const bad: Readonly<Record<string, string>> = {
    empty: "",
    garbage: "garbage",
    "three dots": "a.b.c",
    "only dots": "..",
    "a refresh token": "Jk3vXyqzr0cN8oTQm1bWfP5sLhE7uGdA2iVt9KxYw4Z",
    "no JSON inside": `${Buffer.from("{").toString("base64url")}.${payload}.${signature}`,
    "a header that is no object": `${segment("HS256")}.${payload}.${signature}`,
    "a payload that is no object": jwt.sign("text", key, { algorithm: "HS256", keyid: kid }),
    "no signature": `${header}.${payload}.`,
    "another payload": `${header}.${segment({ ...claims, iss: "minifb", aud: "minifb", sub: "eve" })}.${signature}`,
    "a cut signature": good.slice(0, -1),
    "a longer signature": `${good}A`,
    "white space": ` ${good}`,
    "algorithm none": `${segment({ alg: "none", typ: "JWT", kid })}.${payload}.`,
    "algorithm none, signed": `${segment({ alg: "none", typ: "JWT", kid })}.${payload}.${signature}`,
    "algorithm HS512": jwt.sign(claims, key, { ...options, algorithm: "HS512" }),
    "algorithm RS256": jwt.sign(claims, rsa.privateKey, { ...options, algorithm: "RS256" }),
    "another key that claims to be ours": jwt.sign(claims, other, options),
    "an unknown key id": jwt.sign(claims, key, { ...options, keyid: "00000000" }),
    "no key id": jwt.sign(claims, key, withoutKey),
    expired: jwt.sign({ ...claims, exp: claims.iat }, key, options),
    "no end": jwt.sign(withoutEnd, key, options),
    "not yet good": jwt.sign({ ...claims, nbf: claims.iat + 60 }, key, options),
    "another issuer": jwt.sign(claims, key, { ...options, issuer: "maxifb" }),
    "no issuer": jwt.sign(claims, key, withoutIssuer),
    "another audience": jwt.sign(claims, key, { ...options, audience: "maxifb" }),
    "no audience": jwt.sign(claims, key, withoutAudience),
    "no user": jwt.sign({ ...claims, sub: undefined }, key, options),
    "no session": jwt.sign({ ...claims, sid: undefined }, key, options),
    "a session that is no text": jwt.sign({ ...claims, sid: 7 }, key, options),
    "an admin's claim that is no boolean": jwt.sign({ ...claims, adm: "true" }, key, options),
  };
  for (const [name, token] of Object.entries(bad)) assert.equal(tokens.verifyAccessToken(token), undefined, name);
});

test("after a change of the secret, old tokens are valid while the previous secret is configured, and new ones have the new key", () => {
  const { tokens: before } = setUp(createSigningKeys(secret));
  const old = before.sign(ada);
  const { tokens: during, keys } = setUp(createSigningKeys(other, secret));
  const { tokens: after } = setUp(createSigningKeys(other));
  assert.deepEqual(identityOf(during.verifyAccessToken(old)), ada);
  assert.equal(after.verifyAccessToken(old), undefined);
  const fresh = during.sign(ada);
  assert.equal(jwt.decode(fresh, { complete: true })?.header.kid, keys.current.kid);
  assert.deepEqual(identityOf(after.verifyAccessToken(fresh)), ada);
  assert.equal(before.verifyAccessToken(fresh), undefined);
});

test("tokens beyond the cache size are still valid", () => {
  const { tokens } = setUp();
  const issued = Array.from({ length: 10_050 }, (_, index) => tokens.sign({ ...ada, sessionId: `${index}` }));
  for (const round of [1, 2]) {
    for (const [index, token] of issued.entries()) {
      assert.equal(tokens.verifyAccessToken(token)?.sessionId, `${index}`, `round ${round}`);
    }
  }
});
