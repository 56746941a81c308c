import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi } from "../support/api.ts";
import type { OperationId } from "../support/client.ts";
import { exampleRequest, operationIds } from "../support/requests.ts";
import { operation } from "../support/spec.ts";
import { badTokens, readToken } from "../support/tokens.ts";

const api = await startApi();
const secured = operationIds.filter((id) => operation(id).secured);

async function assertForbidden(id: OperationId, authorization: string | undefined, accept = "*/*") {
  const request = exampleRequest(operation(id));
  const headers = { accept, ...(authorization === undefined ? {} : { authorization }) };
  const answer = await api.anyone.attempt(id, { ...request, headers });
  assert.equal(answer.status, 403, `${id} with ${authorization}: ${answer.text}`);
  const line = `${answer.request.method} ${new URL(answer.request.url).pathname}`;
  const hint = `You have not permission for '${line}'`;
  if (accept === "*/*") assert.equal(answer.text, JSON.stringify({ result: "Forbidden", hint }));
  else assert.equal(Object(answer.body).detail, hint);
  return answer.headers.get("www-authenticate") ?? "";
}

for (const id of secured) {
  test(`${id} answers 403 without a token, and to every token that is no good`, async () => {
    const [member, other, gone] = await api.members(3);
    assert.match(await assertForbidden(id, undefined), /^Bearer$/);
    await assertForbidden(id, undefined, "application/problem+json");
    for (const [what, token] of Object.entries(badTokens(member, other))) {
      assert.match(await assertForbidden(id, `Bearer ${token}`), /^Bearer error="invalid_token"$/, what);
    }
    for (const header of [
      "Bearer",
      "Bearer ",
      `Basic ${btoa("ada:secret")}`,
      member.token,
      `Bearer ${member.token} x`,
    ]) {
      await assertForbidden(id, header);
    }
    await gone.call("logOut", 200, { body: { refreshToken: gone.refreshToken } });
    assert.match(await assertForbidden(id, `Bearer ${gone.token}`), /invalid_token/);
  });
}

test("every secured operation answers 403 to a token that has expired", async (t) => {
  const [member] = await api.members(1);
  t.after(() => api.control.setClock(0));
  await api.control.setClock(15 * 60_000 + 1000);
  for (const id of secured) assert.match(await assertForbidden(id, `Bearer ${member.token}`), /invalid_token/);
});

test("operations that need no token take no notice of one that is no good", async () => {
  for (const id of operationIds.filter((each) => !operation(each).secured)) {
    const { status } = await api.as("garbage").attempt(id, exampleRequest(operation(id)));
    assert.notEqual(status, 403, id);
  }
});

test("an access token says who, which login and until when, and nothing else that is private", async () => {
  const [member] = await api.members(1);
  const { header, claims } = readToken(member.token);
  assert.deepEqual(Object.keys(header).toSorted(), ["alg", "kid", "typ"]);
  assert.deepEqual(Object.keys(claims).toSorted(), ["adm", "aud", "exp", "iat", "iss", "sid", "sub"]);
  assert.equal(claims.sub, member.id);
  assert.equal(claims.adm, false);
});

test("only an admin may use what is for admins", async () => {
  const [member] = await api.members(1);
  for (const id of operationIds.filter((each) => operation(each).permission === "admin")) {
    const challenge = await assertForbidden(id, `Bearer ${member.token}`);
    assert.equal(challenge, "", "the token is good, so a client must not refresh it");
  }
});

test("a refused request has no effect, whatever it carries", async () => {
  const [member] = await api.members(1);
  const { body: post } = await member.call("createPost", 201, { body: { content: "Mine" } });
  const path = { postId: post.id };
  await api.anyone.call("updatePost", 403, { path, body: { content: "Anyone's" } });
  await api.anyone.call("deletePost", 403, { path });
  await api.anyone.call("createComment", 403, { path, body: { content: "Anyone's" } });
  await api.anyone.call("reactToPost", 403, { path, body: { type: 1 } });
  assert.deepEqual((await member.call("getPost", 200, { path })).body, post);
});

test("who is refused is not told what a body lacks", async () => {
  for (const id of secured) {
    const answer = await api.anyone.attempt(id, { ...exampleRequest(operation(id)), query: "surplus=1" });
    assert.equal(answer.status, 403, id);
  }
});
