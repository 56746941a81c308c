import assert from "node:assert/strict";
import test from "node:test";
import { startApi } from "./api.ts";
import { head, sendRaw } from "./raw.ts";
import { things } from "./things.ts";

const member = "Authorization: Bearer member";
const json = "Content-Type: application/json";

/** A POST /thing with a body. */
function post(body: string | Buffer, ...headers: readonly string[]): (string | Buffer)[] {
  return [head("POST /thing", member, `Content-Length: ${body.length}`, ...headers), body];
}

function chunked(body: string): string {
  return `${head("POST /thing", member, json, "Transfer-Encoding: chunked")}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
}

interface Case {
  readonly name: string;
  readonly send: readonly (string | Buffer | number)[];
  readonly status: number;
  readonly hint?: RegExp;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

const cases: readonly Case[] = [
  // Request targets
  { name: "absolute form", send: [head("GET http://elsewhere/thing/7")], status: 200 },
  { name: "absolute form without a path", send: [head("GET http://elsewhere?x")], status: 404, hint: /no path \/$/ },
  { name: "asterisk form", send: [head("OPTIONS *")], status: 204 },
  { name: "asterisk form of GET", send: [head("GET *")], status: 404 },
  { name: "two slashes", send: [head("GET //thing")], status: 404 },
  { name: "a trailing slash", send: [head("GET /thing/")], status: 404 },
  { name: "an empty segment", send: [head("POST /thing//touch")], status: 404 },
  { name: "dots", send: [head("GET /thing/..")], status: 400, hint: /^id must be an integer$/ },
  { name: "a slash in a segment", send: [head("GET /thing/1%2F2")], status: 400, hint: /^id must be an integer$/ },
  { name: "a literal that is percent-encoded", send: [head("GET /%74hing")], status: 404 },
  {
    name: "malformed percent-encoding in a path",
    send: [head("GET /thing/%zz")],
    status: 400,
    hint: /^id is not properly percent-encoded$/,
  },
  {
    name: "malformed percent-encoding in a query",
    send: [head("GET /thing?word=%e0%a4")],
    status: 400,
    hint: /^word is not properly percent-encoded$/,
  },
  {
    name: "malformed percent-encoding in a name",
    send: [head("GET /thing?%zz=1")],
    status: 400,
    hint: /a name that is not properly percent-encoded/,
  },
  {
    name: "a path of 8000 characters",
    send: [head(`GET /${"a".repeat(8000)}`)],
    status: 404,
    hint: /^There is no path \/a{200,300}…$/,
  },
  { name: "bytes beyond ASCII", send: [head("GET /th\u00efng")], status: 400 },

  // Queries
  { name: "a plus", send: [head("GET /thing?word=a+b%2B")], status: 200 },
  { name: "empty pairs", send: [head("GET /thing?&&limit=1&")], status: 200 },
  {
    name: "an unknown name",
    send: [head("GET /thing?limits=1")],
    status: 400,
    hint: /^the query has an unknown parameter 'limits'$/,
  },
  {
    name: "a name of Object.prototype",
    send: [head("GET /thing?__proto__=1&constructor=2")],
    status: 400,
    hint: /'__proto__'; the query has an unknown parameter 'constructor'$/,
  },
  { name: "control characters in a name", send: [head("GET /thing?%00%1b=1")], status: 400, hint: /'\uFFFD\uFFFD'$/ },
  {
    name: "a name given twice",
    send: [head("GET /thing?limit=1&l%69mit=2")],
    status: 400,
    hint: /^limit is given more than once$/,
  },
  { name: "an empty value", send: [head("GET /thing?limit=")], status: 400, hint: /^limit must be an integer$/ },
  { name: "a name alone", send: [head("GET /thing?word")], status: 400, hint: /^word must have at least 1 character$/ },
  {
    name: "many faults",
    send: [head(`GET /thing?${Array.from({ length: 900 }, (_, index) => `name${index}=`).join("&")}`)],
    status: 400,
    hint: /name4'; and 895 more$/,
  },
  {
    name: "a query where none is known",
    send: [head("GET /thing/newest?x=1")],
    status: 400,
    hint: /unknown parameter 'x'/,
  },

  // Headers and cookies
  {
    name: "a header that breaks its rule",
    send: [head("GET /thing", "X-Trace: maybe")],
    status: 400,
    hint: /^x-trace must be a boolean$/,
  },
  {
    name: "a cookie that breaks its rule",
    send: [head("GET /thing", "Cookie: a=b; theme=blue")],
    status: 400,
    hint: /^theme must be one of light, dark$/,
  },

  // Tokens
  { name: "no token", send: [head("POST /thing")], status: 403, headers: { "www-authenticate": "Bearer" } },
  {
    name: "an unknown token",
    send: [head("POST /thing", "Authorization: Bearer nobody")],
    status: 403,
    headers: { "www-authenticate": 'Bearer error="invalid_token"' },
  },
  {
    name: "two tokens",
    send: [head("POST /thing", member, member)],
    status: 403,
    headers: { "www-authenticate": 'Bearer error="invalid_token"' },
  },
  { name: "another scheme", send: [head("POST /thing", "Authorization: Basic bWVtYmVy")], status: 403 },
  { name: "an empty token", send: [head("POST /thing", "Authorization: Bearer ")], status: 403 },
  {
    name: "two tokens in one",
    send: [head("POST /thing", "Authorization: Bearer member, Bearer member")],
    status: 403,
  },
  {
    name: "a scheme in capitals",
    send: post('{"name":"x"}', json).with(
      0,
      head("POST /thing", "Authorization: BEARER member", json, "Content-Length: 12"),
    ),
    status: 200,
  },
  {
    name: "not an admin",
    send: [head("DELETE /thing", member)],
    status: 403,
    hint: /^You have not permission for 'DELETE \/thing'$/,
    headers: { "www-authenticate": undefined },
  },
  { name: "no token and a bad body", send: [head("POST /thing", json, "Content-Length: 1"), "{"], status: 403 },

  // Bodies
  { name: "no body", send: [head("POST /thing", member)], status: 400, hint: /^body is missing$/ },
  { name: "an empty body", send: post("", json), status: 400, hint: /^body is missing$/ },
  { name: "an optional body, absent", send: [head("POST /thing/1/touch")], status: 200 },
  {
    name: "an optional body, empty and chunked",
    send: [`${head("POST /thing/1/touch", json, "Transfer-Encoding: chunked")}0\r\n\r\n`],
    status: 200,
  },
  { name: "a body that is null", send: post("null", json), status: 400, hint: /^body must be an object$/ },
  {
    name: "malformed JSON",
    send: post('{"name": "x",}', json),
    status: 400,
    hint: /^body is not valid JSON: unexpected "}" at position 13$/,
  },
  {
    name: "JSON cut off",
    send: post('{"name": ', json),
    status: 400,
    hint: /^body is not valid JSON: unexpected end$/,
  },
  {
    name: "invalid UTF-8",
    send: post(Buffer.from([0x22, 0xff, 0x22]), json),
    status: 400,
    hint: /^body is not valid UTF-8$/,
  },
  {
    name: "absurd nesting",
    send: post("[".repeat(30_000) + "]".repeat(30_000), json),
    status: 400,
    hint: /^body is nested deeper than 32 levels$/,
  },
  {
    name: "a property twice",
    send: post('{"name":"x","n\\u0061me":"y"}', json),
    status: 400,
    hint: /a property more than once$/,
  },
  {
    name: "__proto__",
    send: post('{"name":"x","__proto__":{"a":1}}', json),
    status: 400,
    hint: /^body has an unknown property '__proto__'$/,
  },
  {
    name: "a long unknown property",
    send: post(`{"name":"x","${"y".repeat(60_000)}":1}`, json),
    status: 400,
    hint: /unknown property 'y{39}…'$/,
  },
  {
    name: "several faults",
    send: post('{"name":"","note":1,"parts":[1]}', json),
    status: 400,
    hint: /^name must have at least 1 character; note must be a string or null; parts\[0\] must be an object$/,
  },
  { name: "no media type", send: post('{"name":"x"}'), status: 415 },
  { name: "another media type", send: post("name=x", "Content-Type: application/x-www-form-urlencoded"), status: 415 },
  {
    name: "another charset",
    send: post('{"name":"x"}', "Content-Type: application/json; charset=utf-16"),
    status: 415,
  },
  {
    name: "UTF-8 as a quoted charset",
    send: post('{"name":"x"}', 'Content-Type: Application/JSON ; Charset="UTF-8"'),
    status: 200,
  },
  { name: "a compressed body", send: post('{"name":"x"}', json, "Content-Encoding: gzip"), status: 415 },
  {
    name: "a body that is announced too large",
    send: [head("POST /thing", member, json, "Content-Length: 999999999"), "x"],
    status: 413,
    hint: /at most 65536 bytes/,
  },
  { name: "a body that is too large", send: post(" ".repeat(65_537), json), status: 413 },
  { name: "a chunked body that is too large", send: [chunked(" ".repeat(300_000))], status: 413 },
  { name: "a body of exactly 64 KiB", send: post(`{"name":"x"}${" ".repeat(65_536 - 12)}`, json), status: 200 },
  {
    name: "Expect: 100-continue",
    send: [head("POST /thing", member, json, "Content-Length: 12", "Expect: 100-continue"), 50, '{"name":"x"}'],
    status: 200,
  },
  { name: "another expectation", send: [head("GET /thing", "Expect: miracles")], status: 200 },

  // Methods
  {
    name: "HEAD",
    send: [head("HEAD /thing/7")],
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8", "content-length": "62" },
  },
  { name: "HEAD of no path", send: [head("HEAD /nothing")], status: 404 },
  {
    name: "OPTIONS",
    send: [head("OPTIONS /thing")],
    status: 204,
    headers: { allow: "DELETE, GET, HEAD, OPTIONS, POST", "content-length": undefined, "content-type": undefined },
  },
  { name: "TRACE", send: [head("TRACE /thing/7")], status: 405, headers: { allow: "GET, HEAD, OPTIONS" } },
  { name: "PROPFIND", send: [head("PROPFIND /thing/7/touch")], status: 405, headers: { allow: "OPTIONS, POST" } },
  { name: "CONNECT", send: ["CONNECT test:80 HTTP/1.1\r\nHost: test\r\n\r\n"], status: 405 },
  { name: "a method that is none", send: [head("FLY /thing")], status: 400 },

  // No HTTP at all
  {
    name: "TLS",
    send: [Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x0d, 0x0a])],
    status: 400,
    hint: /^The request is not valid HTTP$/,
  },
  {
    name: "headers that overflow",
    send: [head("GET /thing", `X-Long: ${"a".repeat(20_000)}`)],
    status: 431,
    hint: /at most 16384 bytes/,
  },
  { name: "two lengths", send: [head("POST /thing", "Content-Length: 1", "Content-Length: 2"), "{}"], status: 400 },
  {
    name: "a length and chunks",
    send: [head("POST /thing", "Content-Length: 5", "Transfer-Encoding: chunked"), "0\r\n\r\n"],
    status: 400,
  },
];

test("an odd request gets a clean answer", async (t) => {
  const { port } = await startApi(t, things);
  for (const { name, send, status, hint, headers = {} } of cases) {
    const answer = await sendRaw(port, send);
    assert.equal(answer?.status, status, `${name}: ${JSON.stringify(answer)}`);
    assert.match(answer.headers["x-request-id"] ?? "", /^[0-9a-f-]{36}$/, name);
    for (const [header, value] of Object.entries(headers)) assert.equal(answer.headers[header], value, name);
    if (status < 400 || send[0]?.toString().startsWith("HEAD")) continue;
    const body: Record<string, unknown> = JSON.parse(answer.body);
    assert.deepEqual(Object.keys(body), ["result", "hint"], name);
    assert.ok(String(body.hint).length <= 1000, name);
    if (hint) assert.match(String(body.hint), hint, name);
  }
});

test("a request without Host is refused", async (t) => {
  const { port } = await startApi(t, things);
  assert.equal((await sendRaw(port, ["GET /thing HTTP/1.1\r\n\r\n"]))?.status, 400);
});
