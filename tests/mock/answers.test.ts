import assert from "node:assert/strict";
import { test } from "node:test";
import { exampleRequest, operationIds } from "../../src/contract/requests.ts";
import { openStream } from "../../src/contract/stream.ts";
import { clientOf } from "../support/api.ts";
import { spec } from "../support/spec.ts";
import { startMock } from "./mock.ts";

/* Whatever goes through `clientOf` is held against the spec: status, media type, headers and body. */

test("each documented answer of each operation can be asked for, and keeps the spec", async (t) => {
  const { url, warnings } = await startMock(t);
  const client = clientOf(url, "any.token");
  let count = 0;
  for (const id of operationIds(spec)) {
    const operation = spec.operation(id);
    const request = exampleRequest(operation);
    for (const status of operation.answers.keys()) {
      const headers = { prefer: `code=${status}` };
      const answer = await client.attempt(id, { ...request, headers, retriesOn429: false });
      assert.equal(answer.status, status, `${id} with Prefer: code=${status}`);
      assert.equal(answer.headers.get("preference-applied"), `code=${status}`);
      const { mediaType } = await client.attempt(id, {
        ...request,
        headers: { ...headers, accept: "application/problem+json" },
        retriesOn429: false,
      });
      if (status >= 400) assert.equal(mediaType, "application/problem+json");
      count++;
    }
  }
  assert.ok(count > 200, `only ${count} answers were seen`);
  assert.deepEqual(warnings, []);
});

test("each operation succeeds without being asked to, and with nothing that was not preferred", async (t) => {
  const { url } = await startMock(t);
  const client = clientOf(url, "any.token");
  // What is deleted is missing afterwards, with all that lies below it.
  const rank = (id: string) => (id.startsWith("delete") ? 1000 - spec.operation(id).path.length : 0);
  const ids = operationIds(spec).sort((a, b) => rank(a) - rank(b));
  for (const id of ids.filter((each) => each !== "signUp")) {
    const answer = await client.attempt(id, exampleRequest(spec.operation(id)));
    assert.ok(answer.status < 300, `${id} answered ${answer.status}: ${answer.text}`);
    assert.equal(answer.headers.get("preference-applied"), null);
  }
});

test("a preference that the document does not know changes nothing", async (t) => {
  const { url } = await startMock(t);
  const client = clientOf(url, "any.token");
  for (const prefer of ["code=418", "example=nowhere", "respond-async", "code", "code=4000", 'code="', ";;,,=="]) {
    const answer = await client.attempt("getMe", { headers: { prefer } });
    assert.equal(answer.status, 200, prefer);
    assert.equal(answer.headers.get("preference-applied"), null, prefer);
  }
});

test("requests are refused as the server refuses them", async (t) => {
  const { url } = await startMock(t);
  const member = clientOf(url, "any.token");
  const anyone = clientOf(url);
  const hintOf = ({ body }: { readonly body: unknown }) => Object(body).hint;
  const noToken = await anyone.attempt("createPost", { body: { content: "x" } });
  assert.deepEqual([noToken.status, hintOf(noToken)], [403, "You have not permission for 'POST /post'"]);
  assert.equal(noToken.headers.get("www-authenticate"), "Bearer");
  const empty = await member.attempt("createPost", { body: { content: "" } });
  assert.deepEqual([empty.status, hintOf(empty)], [400, "content must have at least 1 character"]);
  const xml = await member.attempt("createPost", { raw: "<post/>", headers: { "content-type": "text/xml" } });
  assert.equal(xml.status, 415);
  const unknown = await member.attempt("listPosts", { query: "limt=3" });
  assert.deepEqual([unknown.status, hintOf(unknown)], [400, "the query has an unknown parameter 'limt'"]);
  // Also where another answer is preferred.
  assert.equal((await anyone.attempt("getMe", { headers: { prefer: "code=200" } })).status, 403);
  const method = await fetch(`${url}/post`, { method: "PUT" });
  assert.deepEqual([method.status, method.headers.get("allow")], [405, "GET, HEAD, OPTIONS, POST"]);
  assert.match(method.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
});

test("a browser of any origin may send Prefer and read what was applied", async (t) => {
  const { url } = await startMock(t);
  const headers = {
    origin: "https://app.example.com",
    "access-control-request-method": "POST",
    "access-control-request-headers": "prefer,authorization,content-type",
  };
  const preflight = await fetch(`${url}/post`, { method: "OPTIONS", headers });
  assert.equal(preflight.status, 204);
  assert.match(preflight.headers.get("access-control-allow-headers") ?? "", /\bPrefer\b/);
  const answer = await fetch(`${url}/health`, { headers: { origin: "https://app.example.com" } });
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  assert.match(answer.headers.get("access-control-expose-headers") ?? "", /Preference-Applied/);
});

test("the stream sends its example once, and goes on from there", async (t) => {
  const { url } = await startMock(t);
  const client = clientOf(url, "any.token");
  const first = await openStream(spec, client);
  t.after(() => first.close());
  const [notification] = await first.take(1);
  assert.equal(notification?.id, 31);
  const resumed = await openStream(spec, client, first.lastEventId);
  t.after(() => resumed.close());
  assert.equal(resumed.headers.get("last-event-id"), "31");
  await resumed.assertSilent(200);
});
