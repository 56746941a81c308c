import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi } from "../support/api.ts";
import { absentId } from "../support/data.ts";
import { exampleRequest, operationIds } from "../support/requests.ts";
import { openSocket } from "../support/socket.ts";
import { operation, operations } from "../support/spec.ts";
import { type Answer, checkErrorAnswer, exchange, type Outgoing } from "../support/wire.ts";

const origin = "https://app.example.com";
const api = await startApi({ env: { CORS_ORIGIN: `${origin},https://other.example.com` } });
const [member] = await api.members(1);

const send = (path: string, outgoing: Partial<Outgoing> = {}): Promise<Answer> =>
  exchange({ method: "GET", ...outgoing, url: `${api.baseUrl}${path}` });

test("an answer has the X-Request-Id that was sent, where it is a sane one, and a fresh one otherwise", async () => {
  const requestId = async (id?: string) =>
    (await api.anyone.call("getHealth", 200, id === undefined ? {} : { headers: { "x-request-id": id } })).headers.get(
      "x-request-id",
    );
  assert.equal(await requestId("my-request.1_A"), "my-request.1_A");
  assert.equal(await requestId("x".repeat(128)), "x".repeat(128));
  for (const odd of ["x".repeat(129), "a b", "<script>", "ü"]) assert.notEqual(await requestId(odd), odd);
  assert.notEqual(await requestId(), await requestId());
  const refused = await api.anyone.call("getMe", 403, { headers: { "x-request-id": "refused-1" } });
  assert.equal(refused.headers.get("x-request-id"), "refused-1");
});

test("an unknown path is 404", async () => {
  for (const path of ["/nothing", "/post/1/2/3", "/post/", "//post", "/POST", "/user/me/password/x", "/%70ost"]) {
    const answer = await send(path, { headers: { authorization: `Bearer ${member.token}` } });
    if (path === "/%70ost" && answer.status === 200) continue;
    assert.equal(answer.status, 404, path);
    checkErrorAnswer(answer);
    assert.equal(Object(answer.body).result, "Not Found");
  }
});

test("a known path with a wrong method is 405 with Allow", async () => {
  for (const { path } of operations) {
    const methods = operations.filter((other) => other.path === path).map(({ method }) => method);
    const address = path.replace("{userId}", "ada.lovelace").replace(/\{\w+\}/g, "14");
    for (const method of ["PUT", "DELETE", "PATCH", "POST", "GET"].filter((each) => !methods.includes(each))) {
      // `/user/me` is the address of no other member, and `/post/14/reaction` that of no other method.
      const answer = await send(address, { method });
      assert.equal(answer.status, 405, `${method} ${address}: ${answer.text}`);
      checkErrorAnswer(answer);
      const allowed = (answer.headers.get("allow") ?? "").split(/\s*,\s*/);
      for (const allowedMethod of methods) assert.ok(allowed.includes(allowedMethod), `${address}: Allow: ${allowed}`);
      assert.ok(!allowed.includes(method), `${method} ${address}: Allow: ${allowed}`);
    }
  }
});

test("HEAD answers as GET does, without the body", async () => {
  const { body: post } = await member.call("createPost", 201, { body: { content: "Hello" } });
  const headers = { authorization: `Bearer ${member.token}` };
  for (const [path, status] of [
    [`/post/${post.id}`, 200],
    [`/post/${absentId}`, 204],
    ["/post/0", 400],
    ["/health", 200],
  ] as const) {
    const get = await send(path, { headers });
    const head = await send(path, { method: "HEAD", headers });
    assert.equal(get.status, status);
    assert.equal(head.status, status);
    assert.equal(head.text, "");
    assert.equal(head.headers.get("content-type"), get.headers.get("content-type"));
  }
  assert.equal((await send("/user/me", { method: "HEAD" })).status, 403);
});

test("a 204 is the last byte of its answer", async () => {
  const { socket, answer: reading } = openSocket(api.baseUrl);
  socket.write(
    `GET /post/${absentId} HTTP/1.1\r\nHost: minifb\r\nAuthorization: Bearer ${member.token}\r\nConnection: close\r\n\r\n`,
  );
  const answer = await reading;
  assert.match(answer, /^HTTP\/1\.1 204 No Content\r\n/);
  assert.ok(answer.endsWith("\r\n\r\n"), answer);
  assert.equal(answer.indexOf("\r\n\r\n"), answer.length - 4);
  assert.doesNotMatch(answer, /^(content-length|content-type|transfer-encoding):/im);
});

test("a malformed percent-encoding in the path is refused, never a fault", async () => {
  for (const path of [
    "/post/%zz",
    "/timeline/%e0%a4%a",
    "/user/%ff%fe%ff%fe",
    "/post/%",
    "/post?limit=%zz",
    "/post?%zz=1",
  ]) {
    const answer = await send(path, { headers: { authorization: `Bearer ${member.token}` } });
    assert.equal(answer.status, 400, `${path}: ${answer.text}`);
    checkErrorAnswer(answer);
  }
});

test("browsers of the allowed origins may read every answer, errors too, and others none", async () => {
  for (const id of operationIds) {
    const answer = await api.anyone.attempt(id, {
      ...exampleRequest(operation(id)),
      query: "surplus=1",
      headers: { origin },
    });
    assert.ok([400, 403].includes(answer.status), id);
    assert.equal(answer.headers.get("access-control-allow-origin"), origin, `${id} ${answer.status}`);
    assert.match(answer.headers.get("vary") ?? "", /origin/i);
  }
  for (const path of ["/nothing", "/health"]) {
    const answer = await send(path, { headers: { origin } });
    assert.equal(answer.headers.get("access-control-allow-origin"), origin, path);
    assert.match(answer.headers.get("access-control-expose-headers") ?? "", /X-Request-Id/i);
    const stranger = await send(path, { headers: { origin: "https://evil.example.com" } });
    assert.equal(stranger.headers.get("access-control-allow-origin"), null);
  }
});

test("a preflight names what a browser may send", async () => {
  const headers = {
    origin,
    "access-control-request-method": "PATCH",
    "access-control-request-headers": "authorization,content-type",
  };
  const answer = await send("/post/14", { method: "OPTIONS", headers });
  assert.equal(answer.status, 204, answer.text);
  assert.equal(answer.headers.get("access-control-allow-origin"), origin);
  assert.match(answer.headers.get("access-control-allow-methods") ?? "", /PATCH/);
  assert.match(answer.headers.get("access-control-allow-headers") ?? "", /authorization/i);
  const stranger = await send("/post/14", {
    method: "OPTIONS",
    headers: { ...headers, origin: "https://evil.example.com" },
  });
  assert.equal(stranger.headers.get("access-control-allow-origin"), null);
});

test("answers tell browsers to keep nothing and to guess no types, and no one what the server runs on", async () => {
  for (const path of ["/health", "/user/me", "/nothing"]) {
    const { headers } = await send(path);
    assert.equal(headers.get("cache-control"), "no-store", path);
    assert.equal(headers.get("x-content-type-options"), "nosniff", path);
    assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/, path);
    assert.equal(headers.get("x-powered-by"), null, path);
    assert.equal(headers.get("server"), null, path);
  }
});
