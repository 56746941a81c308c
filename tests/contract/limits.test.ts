import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi, uniqueId } from "../support/api.ts";
import { exampleRequest, operationIds } from "../support/requests.ts";
import { operation, operations } from "../support/spec.ts";

const api = await startApi();
const [member] = await api.members(1);
const bodyLimit = 64 * 1024;

for (const { id: given } of operations.filter(({ body }) => body)) {
  const id = operationIds.find((each) => each === given);
  test(`${given} refuses a body that is too large (413) or no JSON by its type (415)`, async () => {
    assert.ok(id);
    const client = operation(id).secured ? member : api.anyone;
    const proper = exampleRequest(operation(id));
    const text = JSON.stringify(proper.body);

    const large = await client.attempt(id, { ...proper, raw: text + " ".repeat(bodyLimit + 1 - text.length) });
    assert.equal(large.status, 413, large.text);
    const stream = await client.attempt(id, { ...proper, raw: "x".repeat(10 * bodyLimit) });
    assert.equal(stream.status, 413, stream.text);
    const fits = await client.attempt(id, { ...proper, raw: text + " ".repeat(bodyLimit - text.length) });
    assert.notEqual(fits.status, 413, "a body of exactly 64 KiB is refused");

    const types = [
      "text/plain",
      "application/xml",
      "application/x-www-form-urlencoded",
      "application/problem+json",
      "application/jsonx",
      "",
      "application/json; charset=utf-16",
    ];
    for (const type of types) {
      const refused = await client.attempt(id, { ...proper, raw: text, headers: { "content-type": type } });
      assert.equal(refused.status, 415, `${type}: ${refused.text}`);
      assert.equal(Object(refused.body).result, "Unsupported Media Type");
    }
    const encoded = await client.attempt(id, { ...proper, raw: text, headers: { "content-encoding": "gzip" } });
    assert.equal(encoded.status, 415, encoded.text);
    for (const type of ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']) {
      const taken = await client.attempt(id, { ...proper, raw: text, headers: { "content-type": type } });
      assert.notEqual(taken.status, 415, type);
    }
  });
}

test("a refused body has no effect", async () => {
  const [ada] = await api.members(1);
  const body = { content: "Hello" };
  await ada.attempt("createPost", { body, headers: { "content-type": "text/plain" } });
  await ada.attempt("createPost", { raw: JSON.stringify(body) + " ".repeat(bodyLimit) });
  assert.deepEqual((await ada.call("getMyTimeline", 200)).body.items, []);
});

test("one request too many from an address gets 429, whatever it asks for, and is told when to try again", async (t) => {
  const limited = await startApi({ env: { RATE_LIMIT: "5" } }, t);
  for (let left = 4; left >= 0; left--) {
    const { headers } = await limited.anyone.call("getHealth", 200);
    assert.equal(headers.get("ratelimit-policy"), '"address";q=5;w=60');
    assert.match(headers.get("ratelimit") ?? "", new RegExp(`^"address";r=${left};t=([1-9]|[1-5][0-9]|60)$`));
  }
  for (const id of operationIds) {
    const answer = await limited.anyone.attempt(id, exampleRequest(operation(id)));
    assert.equal(answer.status, 429, `${id}: ${answer.text}`);
    assert.equal(Object(answer.body).result, "Too Many Requests");
    const seconds = Number(answer.headers.get("retry-after"));
    assert.ok(seconds >= 1 && seconds <= 60, `Retry-After: ${seconds}`);
    assert.equal(answer.headers.get("ratelimit"), `"address";r=0;t=${seconds}`);
    const headers = { accept: "application/problem+json" };
    const problem = await limited.anyone.attempt(id, { ...exampleRequest(operation(id)), headers });
    assert.equal(problem.mediaType, "application/problem+json");
  }
  await limited.as(member.token).attempt("getMe");
  const unknownPath = await fetch(`${limited.baseUrl}/nothing`);
  assert.equal(unknownPath.status, 429);
  await unknownPath.arrayBuffer();
});

test("after ten wrong passwords an account gets 429, the right one too, and no other account", async (t) => {
  const limited = await startApi({ env: { RATE_LIMIT: "100000" } }, t);
  const { anyone } = limited;
  const [ada, bob] = await limited.members(2);
  for (const id of [ada.id, uniqueId()]) {
    for (let i = 0; i < 10; i++) await anyone.call("logIn", 401, { body: { id, password: "wrong password" } });
    const { body, headers } = await anyone.call("logIn", 429, { body: { id, password: "wrong password" } });
    assert.equal(body.result, "Too Many Requests");
    assert.match(headers.get("ratelimit") ?? "", /^"account";r=0;t=\d+$/);
  }
  await anyone.call("logIn", 429, { body: { id: ada.id, password: ada.password } });
  await ada.call("getMe", 200);
  await limited.logIn(bob.id, bob.password);

  for (let i = 0; i < 9; i++) await anyone.call("logIn", 401, { body: { id: bob.id, password: "wrong password" } });
  await limited.logIn(bob.id, bob.password);
  await anyone.call("logIn", 401, { body: { id: bob.id, password: "wrong password" } });

  const newPassword = "a new password";
  for (let i = 0; i < 10; i++) {
    await bob.call("changePassword", 403, { body: { currentPassword: "wrong password", newPassword } });
  }
  await bob.call("changePassword", 429, { body: { currentPassword: bob.password, newPassword } });
});

test("many guesses at once get no more tries than one after another", async (t) => {
  const limited = await startApi({ env: { RATE_LIMIT: "100000" } }, t);
  const [ada] = await limited.members(1);
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      limited.anyone.callAny("logIn", [401, 429], { body: { id: ada.id, password: `guess number ${index}` } }),
    ),
  );
  assert.equal(answers.filter(({ status }) => status === 401).length, 10);
});

test("more logins than can be hashed get 503 and are told when to try again, while reads go on", async (t) => {
  const slow = await startApi({ env: { PBKDF2_ITERATIONS: "100000" } }, t);
  const statuses = new Map<number, number>();
  const logins = Array.from({ length: 150 }, async () => {
    const body = { id: uniqueId(), password: "wrong password" };
    const { status, headers } = await slow.anyone.callAny("logIn", [401, 503], { body });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status === 503) assert.ok(Number(headers.get("retry-after")) > 0);
  });
  const started = performance.now();
  await slow.anyone.call("getReadiness", 200);
  const waited = performance.now() - started;
  assert.ok(waited < 2000, `a read waited ${waited} ms`);
  await Promise.all(logins);
  assert.ok((statuses.get(503) ?? 0) > 0 && (statuses.get(401) ?? 0) > 0, JSON.stringify([...statuses]));
});
