import assert from "node:assert/strict";
import { test } from "node:test";
import { exampleRequest, operationIds } from "../../src/contract/requests.ts";
import { exchange, type OutgoingRequest, type ReceivedAnswer } from "../../src/contract/wire.ts";
import { startApi } from "../support/api.ts";
import { spec } from "../support/spec.ts";

const origin = "https://app.example.com";
const api = await startApi({ env: { CORS_ORIGIN: `${origin},https://other.example.com` } });

const send = (path: string, outgoing: Partial<OutgoingRequest> = {}): Promise<ReceivedAnswer> =>
  exchange({ method: "GET", ...outgoing, url: `${api.baseUrl}${path}` });

test("browsers may read every answer, errors included, from the allowed origins only", async () => {
  for (const id of operationIds(spec)) {
    const answer = await api.anyone.attempt(id, {
      ...exampleRequest(spec.operation(id)),
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

test("a preflight answer lists the allowed methods and headers", async () => {
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

test("answers disable caching and MIME sniffing, and do not name the server software", async () => {
  for (const path of ["/health", "/user/me", "/nothing"]) {
    const { headers } = await send(path);
    assert.equal(headers.get("cache-control"), "no-store", path);
    assert.equal(headers.get("x-content-type-options"), "nosniff", path);
    assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/, path);
    assert.equal(headers.get("x-powered-by"), null, path);
    assert.equal(headers.get("server"), null, path);
  }
});
