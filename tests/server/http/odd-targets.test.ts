import test from "node:test";
import { json, member, type OddRequest, postThing, sendAll } from "./odd-requests.ts";
import { head } from "./raw.ts";

const requests: readonly OddRequest[] = [
  // Request targets
  { name: "absolute form", send: [head("GET http://elsewhere/thing/7")], status: 200 },
  { name: "absolute form without a path", send: [head("GET http://elsewhere?x")], status: 404, hint: /no path \/$/ },
  { name: "absolute form with an invalid host", send: [head("GET http://[::1/thing/7")], status: 200 },
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
    name: "many errors",
    send: [head(`GET /thing?${Array.from({ length: 900 }, (_, index) => `name${index}=`).join("&")}`)],
    status: 400,
    hint: /name4'; and 895 more$/,
  },
  {
    name: "a query for an operation without query parameters",
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
    send: postThing('{"name":"x"}', json).with(
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
];

test("unusual targets, queries, headers and tokens get documented answers", (t) => sendAll(t, requests));
