import assert from "node:assert/strict";
import test from "node:test";
import { startSketchApi } from "./api.ts";
import { json, member, type OddRequest, postThing, sendAll } from "./odd-requests.ts";
import { head, sendRaw } from "./raw.ts";
import { things } from "./things.ts";

function chunked(body: string): string {
  return `${head("POST /thing", member, json, "Transfer-Encoding: chunked")}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
}

const requests: readonly OddRequest[] = [
  // Bodies
  { name: "no body", send: [head("POST /thing", member)], status: 400, hint: /^body is missing$/ },
  { name: "an empty body", send: postThing("", json), status: 400, hint: /^body is missing$/ },
  { name: "an optional body, absent", send: [head("POST /thing/1/touch")], status: 200 },
  {
    name: "an optional body, empty and chunked",
    send: [`${head("POST /thing/1/touch", json, "Transfer-Encoding: chunked")}0\r\n\r\n`],
    status: 200,
  },
  { name: "a body that is null", send: postThing("null", json), status: 400, hint: /^body must be an object$/ },
  {
    name: "malformed JSON",
    send: postThing('{"name": "x",}', json),
    status: 400,
    hint: /^body is not valid JSON: unexpected "}" at position 13$/,
  },
  {
    name: "JSON cut off",
    send: postThing('{"name": ', json),
    status: 400,
    hint: /^body is not valid JSON: unexpected end$/,
  },
  {
    name: "invalid UTF-8",
    send: postThing(Buffer.from([0x22, 0xff, 0x22]), json),
    status: 400,
    hint: /^body is not valid UTF-8$/,
  },
  {
    name: "nesting that is too deep",
    send: postThing("[".repeat(30_000) + "]".repeat(30_000), json),
    status: 400,
    hint: /^body is nested deeper than 32 levels$/,
  },
  {
    name: "a property twice",
    send: postThing('{"name":"x","n\\u0061me":"y"}', json),
    status: 400,
    hint: /a property more than once$/,
  },
  {
    name: "__proto__",
    send: postThing('{"name":"x","__proto__":{"a":1}}', json),
    status: 400,
    hint: /^body has an unknown property '__proto__'$/,
  },
  {
    name: "a long unknown property",
    send: postThing(`{"name":"x","${"y".repeat(60_000)}":1}`, json),
    status: 400,
    hint: /unknown property 'y{39}…'$/,
  },
  {
    name: "several errors",
    send: postThing('{"name":"","note":1,"parts":[1]}', json),
    status: 400,
    hint: /^name must have at least 1 character; note must be a string or null; parts\[0\] must be an object$/,
  },
  { name: "no media type", send: postThing('{"name":"x"}'), status: 415 },
  {
    name: "another media type",
    send: postThing("name=x", "Content-Type: application/x-www-form-urlencoded"),
    status: 415,
  },
  {
    name: "another charset",
    send: postThing('{"name":"x"}', "Content-Type: application/json; charset=utf-16"),
    status: 415,
  },
  {
    name: "UTF-8 as a quoted charset",
    send: postThing('{"name":"x"}', 'Content-Type: Application/JSON ; Charset="UTF-8"'),
    status: 200,
  },
  { name: "a compressed body", send: postThing('{"name":"x"}', json, "Content-Encoding: gzip"), status: 415 },
  {
    name: "a body whose Content-Length is too large",
    send: [head("POST /thing", member, json, "Content-Length: 999999999"), "x"],
    status: 413,
    hint: /at most 65536 bytes/,
  },
  { name: "a body that is too large", send: postThing(" ".repeat(65_537), json), status: 413 },
  { name: "a chunked body that is too large", send: [chunked(" ".repeat(300_000))], status: 413 },
  { name: "a body of exactly 64 KiB", send: postThing(`{"name":"x"}${" ".repeat(65_536 - 12)}`, json), status: 200 },
  {
    name: "Expect: 100-continue",
    send: [head("POST /thing", member, json, "Content-Length: 12", "Expect: 100-continue"), 50, '{"name":"x"}'],
    status: 200,
  },
  {
    name: "another expectation with an absolute target",
    send: ["GET http://[::bad/thing HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n"],
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
  { name: "HEAD of an unknown path", send: [head("HEAD /nothing")], status: 404 },
  {
    name: "OPTIONS",
    send: [head("OPTIONS /thing")],
    status: 204,
    headers: { allow: "DELETE, GET, HEAD, OPTIONS, POST", "content-length": undefined, "content-type": undefined },
  },
  { name: "TRACE", send: [head("TRACE /thing/7")], status: 405, headers: { allow: "GET, HEAD, OPTIONS" } },
  { name: "PROPFIND", send: [head("PROPFIND /thing/7/touch")], status: 405, headers: { allow: "OPTIONS, POST" } },
  { name: "CONNECT", send: ["CONNECT test:80 HTTP/1.1\r\nHost: test\r\n\r\n"], status: 405 },
  { name: "an invalid method", send: [head("FLY /thing")], status: 400 },

  // Not valid HTTP
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

test("unusual bodies and methods, and invalid HTTP, get documented answers", (t) => sendAll(t, requests));

for (const [name, lines] of [
  ["without Host", []],
  ["with two Hosts", ["Host: a", "Host: b"]],
  ["with an invalid Host", ["Host: a b/c@d"]],
] as const) {
  test(`a request ${name} is refused with the documented error body`, async (t) => {
    const { port } = await startSketchApi(t, things);
    const answer = await sendRaw(port, [["GET /thing HTTP/1.1", "Connection: close", ...lines, "", ""].join("\r\n")]);
    assert.equal(answer?.status, 400);
    assert.ok(answer.headers["x-request-id"]);
    assert.deepEqual(JSON.parse(answer.body), {
      result: "Bad Request",
      hint: "The Host header must be present exactly once, with a valid host",
    });
  });
}
