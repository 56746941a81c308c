import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { test } from "node:test";
import { startApi } from "../support/api.ts";

const secret = randomBytes(32).toString("hex");
const api = await startApi({ env: { JWT_SECRET: secret } });

type Json = Readonly<Record<string, unknown>>;

function sign(header: Json, claims: unknown, hash = "sha256"): string {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${text}.${createHmac(hash, secret).update(text).digest("base64url")}`;
}

test("a token signed with the server's key is valid only with the header and claims that the server issues", async () => {
  const [member] = await api.members(1);
  const [header, claims] = member.token
    .split(".", 2)
    .map((part) => Object(JSON.parse(Buffer.from(part, "base64url").toString())));
  await api.as(sign(header, claims)).call("getMe", 200);
  const { exp: _, ...endless } = claims;
  const invalidTokens = {
    "of another algorithm": sign({ ...header, alg: "HS512" }, claims, "sha512"),
    "without the key's name": sign({ alg: "HS256", typ: "JWT" }, claims),
    "of another issuer": sign(header, { ...claims, iss: "somebody" }),
    "for another audience": sign(header, { ...claims, aud: "somebody" }),
    "without an expiry": sign(header, endless),
    "without a subject": sign(header, { ...claims, sub: undefined }),
    "without a session": sign(header, { ...claims, sid: undefined }),
    "without the admin claim": sign(header, { ...claims, adm: undefined }),
    "whose claims are not an object": sign(header, []),
  };
  for (const [description, token] of Object.entries(invalidTokens)) {
    const { status, headers } = await api.as(token).attempt("getMe");
    assert.equal(status, 403, `a token ${description}`);
    assert.equal(headers.get("www-authenticate"), 'Bearer error="invalid_token"');
  }
});
