import assert from "node:assert/strict";
import test from "node:test";
import { type SketchApiOptions, startSketchApi, until } from "../api.ts";
import { things } from "../things.ts";

const asMember = { Authorization: "Bearer member" };

/** A handler that fails with an error. */
function failing(error: unknown): SketchApiOptions {
  return { handlers: { getThing: () => Promise.reject(error) } };
}

test("clients that prefer problem details get them", async (t) => {
  const { url } = await startSketchApi(t, things);
  for (const [accept, type] of [
    ["application/problem+json", "application/problem+json"],
    ["application/json;q=0.5, application/problem+json", "application/problem+json"],
    ["application/*;q=0.1, Application/Problem+JSON", "application/problem+json"],
    ["application/problem+json, application/json", "application/problem+json"],
    ["application/json, application/problem+json;q=0.9", "application/json"],
    ["application/problem+json;q=0", "application/json"],
    ["application/json", "application/json"],
    ["*/*", "application/json"],
    ["text/html", "application/json"],
  ]) {
    const response = await fetch(`${url}/nothing`, { headers: { Accept: String(accept) } });
    assert.equal(response.headers.get("Content-Type"), `${type}; charset=utf-8`, accept);
  }
  const requestId = "0c6f2c1e-7d0b-4b5e-9a57-3f1f6f0a9d11";
  const headers = { Accept: "application/problem+json", "X-Request-Id": requestId };
  assert.deepEqual(await (await fetch(`${url}/nothing`, { headers })).json(), {
    type: "about:blank",
    title: "Not Found",
    status: 404,
    detail: "There is no path /nothing",
    instance: `urn:uuid:${requestId}`,
  });
});

test("a request's id is the client's if it is safe, and is in every answer and log line", async (t) => {
  const { url, log } = await startSketchApi(t, things, failing(new Error("broken")));
  for (const [requestId, isAccepted] of [
    ["abc-1.2_3", true],
    ["a".repeat(128), true],
    ["a".repeat(129), false],
    ["a b", false],
    ['a"b', false],
  ] as const) {
    const response = await fetch(`${url}/thing/1`, { headers: { "X-Request-Id": requestId } });
    const answered = response.headers.get("X-Request-Id");
    assert.equal(answered === requestId, isAccepted);
    await response.text();
    // One line for the error, one for the answer.
    await until(() => log.filter((line) => line.requestId === answered).length === 2);
  }
});

test("log lines and records describe the answer, and contain nothing private", async (t) => {
  const { url, log, records } = await startSketchApi(t, things, { corsOrigin: "*" });
  await (await fetch(`${url}/thing/7?secret=1`, { headers: asMember })).text();
  await (await fetch(`${url}/nothing`)).text();
  await (await fetch(`${url}/thing/7`, { method: "PUT" })).text();
  await until(() => records.length === 3);
  assert.deepEqual(
    records.map(({ operationId, status }) => [operationId, status]),
    [
      ["getThing", 400],
      ["unmatched", 404],
      ["unmatched", 405],
    ],
  );
  assert.ok(records.every(({ milliseconds }) => milliseconds > 0 && milliseconds < 5000));
  const [first] = log;
  const known = [
    "level",
    "time",
    "pid",
    "hostname",
    "requestId",
    "method",
    "path",
    "operationId",
    "status",
    "ms",
    "msg",
  ];
  assert.deepEqual(Object.keys(first ?? {}), known);
  assert.deepEqual([first?.method, first?.path, first?.status], ["GET", "/thing/7", 400]);
});

test("an error is a 500 with its message, or without it if hideErrors is set", async (t) => {
  const broken = new Error("The shelf is full\n    at shelf postgres://me:secret@host/db");
  const { url, log } = await startSketchApi(t, things, failing(broken));
  const response = await fetch(`${url}/thing/1`);
  const id = response.headers.get("X-Request-Id");
  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), {
    result: "Internal Server Error",
    hint: `The shelf is full; the server's log has it as request ${id}`,
  });
  assert.equal(log[0]?.requestId, id);

  const leaky = await startSketchApi(t, things, failing(new Error("no route to postgres://me:secret@host/db")));
  assert.match(await (await fetch(`${leaky.url}/thing/1`)).text(), /"no route to \.\.\.;/);
  const hidden = await startSketchApi(t, things, { ...failing(broken), hideErrors: true });
  assert.match(await (await fetch(`${hidden.url}/thing/1`)).text(), /"Something went wrong; the server's log/);
  const odd = await startSketchApi(t, things, failing(undefined));
  assert.equal((await fetch(`${odd.url}/thing/1`)).status, 500);
});

test("an unavailable database is a 503 with Retry-After", async (t) => {
  const { url } = await startSketchApi(t, things, failing(new Error("unavailable")));
  const response = await fetch(`${url}/thing/1`);
  assert.deepEqual([response.status, response.headers.get("Retry-After")], [503, "5"]);
});

test("an error inside authentication is never a refusal", async (t) => {
  for (const [message, status] of [
    ["broken", 500],
    ["unavailable", 503],
  ] as const) {
    const authenticate = () => {
      throw new Error(message);
    };
    const { url } = await startSketchApi(t, things, { authenticate });
    const response = await fetch(`${url}/thing`, { method: "DELETE", headers: asMember });
    assert.equal(response.status, status);
  }
});

test("an answer with an undocumented status is an error", async (t) => {
  const { url } = await startSketchApi(t, things, { handlers: { getThing: async () => ({ status: 418, body: {} }) } });
  const response = await fetch(`${url}/thing/1`);
  assert.equal(response.status, 500);
  assert.match(await response.text(), /getThing answered with the status 418, which it does not document/);
});

test("HEAD answers what GET does, without the body", async (t) => {
  const { url } = await startSketchApi(t, things);
  for (const path of ["/thing", "/thing/7", "/thing/x", "/nothing"]) {
    const [get, head] = await Promise.all([fetch(url + path), fetch(url + path, { method: "HEAD" })]);
    assert.equal(head.status, get.status);
    for (const name of ["content-type", "content-length", "content-security-policy", "cache-control"]) {
      assert.equal(head.headers.get(name), get.headers.get(name), `${name} of ${path}`);
    }
    assert.equal(await head.text(), "");
  }
});

test("204 has no headers of a body, and a handler's headers are sent", async (t) => {
  const handlers = { getThing: async () => ({ status: 204, headers: { Link: "</thing>; rel=up", "X-Count": 3 } }) };
  const { url } = await startSketchApi(t, things, { handlers });
  const { status, headers } = await fetch(`${url}/thing/1`);
  assert.deepEqual(
    [status, headers.get("Content-Type"), headers.get("Content-Length"), headers.get("Link"), headers.get("X-Count")],
    [204, null, null, "</thing>; rel=up", "3"],
  );
});

test("every answer has the security headers, and none that identify the server's software", async (t) => {
  const { url } = await startSketchApi(t, things);
  for (const path of ["/thing", "/nothing", "/thing/x"]) {
    const { headers } = await fetch(url + path);
    assert.equal(headers.get("Content-Security-Policy"), "default-src 'none';frame-ancestors 'none'");
    assert.equal(headers.get("X-Content-Type-Options"), "nosniff");
    assert.equal(headers.get("Cache-Control"), "no-store");
    assert.equal(headers.get("X-Powered-By"), null);
    assert.equal(headers.get("ETag"), null);
  }
});

test("browsers may read all answers, errors included, from the configured origins only", async (t) => {
  const { url } = await startSketchApi(t, things, { corsOrigin: ["https://app.example"] });
  for (const [path, init] of [
    ["/thing", {}],
    ["/nothing", {}],
    ["/thing/x", {}],
    ["/thing", { method: "PUT" }],
    ["/thing", { method: "POST" }],
    ["/thing", { method: "POST", headers: { Authorization: "Bearer member" }, body: "x" }],
  ] as const) {
    const headers = { ...("headers" in init ? init.headers : {}), Origin: "https://app.example" };
    const response = await fetch(url + path, { ...init, headers });
    assert.equal(response.headers.get("Access-Control-Allow-Origin"), "https://app.example", path);
    assert.match(
      response.headers.get("Access-Control-Expose-Headers") ?? "",
      /RateLimit.*WWW-Authenticate.*X-Request-Id/,
    );
    const otherOrigin = await fetch(url + path, { ...init, headers: { ...headers, Origin: "https://evil.example" } });
    assert.equal(otherOrigin.headers.get("Access-Control-Allow-Origin"), null);
  }
  const preflight = await fetch(`${url}/thing`, {
    method: "OPTIONS",
    headers: { Origin: "https://app.example", "Access-Control-Request-Method": "DELETE" },
  });
  assert.equal(preflight.status, 204);
  assert.match(preflight.headers.get("Access-Control-Allow-Methods") ?? "", /DELETE/);
  assert.match(preflight.headers.get("Access-Control-Allow-Headers") ?? "", /Authorization/);

  const open = await startSketchApi(t, things, { corsOrigin: "*" });
  const anyOrigin = await fetch(`${open.url}/nothing`, { headers: { Origin: "https://evil.example" } });
  assert.equal(anyOrigin.headers.get("Access-Control-Allow-Origin"), "*");
  const closed = await startSketchApi(t, things);
  const noOrigin = await fetch(`${closed.url}/thing`, { headers: { Origin: "https://app.example" } });
  assert.equal(noOrigin.headers.get("Access-Control-Allow-Origin"), null);
});

test("a request beyond the rate limit gets 429 with Retry-After", async (t) => {
  const { url } = await startSketchApi(t, things, { rateLimit: 3, corsOrigin: "*" });
  for (const left of [2, 1, 0]) {
    const { status, headers } = await fetch(`${url}/thing`);
    assert.equal(status, 200);
    assert.match(headers.get("RateLimit") ?? "", new RegExp(`^"address";r=${left};t=\\d+$`));
    assert.equal(headers.get("RateLimit-Policy"), '"address";q=3;w=60');
  }
  for (const path of ["/thing", "/nothing"]) {
    const response = await fetch(url + path);
    assert.equal(response.status, 429);
    const seconds = Number(response.headers.get("Retry-After"));
    assert.ok(seconds >= 1 && seconds <= 60);
    assert.equal(response.headers.get("Access-Control-Allow-Origin"), "*");
    assert.match(await response.text(), /^\{"result":"Too Many Requests","hint":"More than 3 requests/);
  }
});

test("X-Forwarded-For is used only if a trusted proxy is configured", async (t) => {
  const from = (address: string) => ({ headers: { "X-Forwarded-For": address } });
  const trusting = await startSketchApi(t, things, { rateLimit: 1, trustProxy: 1 });
  assert.equal((await fetch(`${trusting.url}/thing`, from("192.0.2.1"))).status, 200);
  assert.equal((await fetch(`${trusting.url}/thing`, from("192.0.2.2"))).status, 200);
  assert.equal((await fetch(`${trusting.url}/thing`, from("192.0.2.2"))).status, 429);
  const distrusting = await startSketchApi(t, things, { rateLimit: 1 });
  assert.equal((await fetch(`${distrusting.url}/thing`, from("192.0.2.1"))).status, 200);
  assert.equal((await fetch(`${distrusting.url}/thing`, from("192.0.2.2"))).status, 429);
});
