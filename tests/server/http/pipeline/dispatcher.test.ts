import assert from "node:assert/strict";
import test from "node:test";
import { type Sketches, startSketchApi } from "../api.ts";

const text = { type: "string", minLength: 1, maxLength: 10 };
const things: Sketches = {
  "GET /thing": {
    operationId: "listThings",
    parameters: [
      { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 100, default: 20 } },
      { name: "tags", in: "query", schema: { type: "array", items: { type: "string" } } },
      { name: "X-Trace", in: "header", schema: { type: "boolean" } },
    ],
  },
  "POST /thing": {
    operationId: "createThing",
    security: [{ accessToken: [] }],
    permission: "member",
    requestBody: {
      required: true,
      schema: { type: "object", required: ["name"], additionalProperties: false, properties: { name: text } },
    },
  },
  "GET /thing/{id}": {
    operationId: "getThing",
    parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer", minimum: 1 } }],
  },
  "GET /thing/newest": { operationId: "getNewest" },
  "DELETE /thing": { operationId: "deleteThings", security: [{ accessToken: [] }], permission: "admin" },
};

const expectations: readonly [string, RequestInit, number, unknown][] = [
  [
    "/thing?limit=5&tags=a&tags=b%20c+d",
    {},
    200,
    { input: { path: {}, query: { limit: 5, tags: ["a", "b c d"] }, header: {}, cookie: {} } },
  ],
  [
    "/thing",
    { headers: { "X-Trace": "true" } },
    200,
    { input: { path: {}, query: { limit: 20 }, header: { "X-Trace": true }, cookie: {} } },
  ],
  ["/thing/7", {}, 200, { input: { path: { id: 7 }, query: {}, header: {}, cookie: {} } }],
  ["/thing/newest", {}, 200, { input: { path: {}, query: {}, header: {}, cookie: {} } }],
  ["/thing/7/", {}, 404, { result: "Not Found", hint: "There is no path /thing/7/" }],
  ["/thing/x", {}, 400, { result: "Bad Request", hint: "id must be an integer" }],
  ["/thing?limit=101", {}, 400, { result: "Bad Request", hint: "limit must be at most 100" }],
  ["/thing?limt=1", {}, 400, { result: "Bad Request", hint: "the query has an unknown parameter 'limt'" }],
  ["/thing?limit=1&limit=2", {}, 400, { result: "Bad Request", hint: "limit is given more than once" }],
  ["/thing", { method: "POST" }, 403, { result: "Forbidden", hint: "You have not permission for 'POST /thing'" }],
  [
    "/thing",
    { method: "DELETE", headers: { Authorization: "Bearer member" } },
    403,
    { result: "Forbidden", hint: "You have not permission for 'DELETE /thing'" },
  ],
  [
    "/thing",
    { method: "PATCH" },
    405,
    { result: "Method Not Allowed", hint: "/thing has no PATCH; it allows DELETE, GET, HEAD, OPTIONS, POST" },
  ],
  [
    "/thing",
    { method: "POST", body: "{}", headers: { Authorization: "Bearer member", "Content-Type": "application/json" } },
    400,
    { result: "Bad Request", hint: "name is missing" },
  ],
  [
    "/thing",
    { method: "POST", body: "{}", headers: { Authorization: "Bearer member" } },
    415,
    { result: "Unsupported Media Type", hint: "body must be sent as application/json, in UTF-8" },
  ],
  [
    "/thing",
    {
      method: "POST",
      body: '{"name":"x"}',
      headers: { Authorization: "Bearer member", "Content-Type": "application/json" },
    },
    200,
    {
      input: { path: {}, query: {}, header: {}, cookie: {}, body: { name: "x" } },
      caller: { id: "ada", isAdmin: false, sessionId: "1", expires: 2e9, requestLine: "POST /thing" },
    },
  ],
];

test("a request is routed, authorized, validated and answered", async (t) => {
  const { url } = await startSketchApi(t, things);
  for (const [path, init, status, body] of expectations) {
    const response = await fetch(url + path, init);
    assert.deepEqual([response.status, await response.json()], [status, body], `${init.method ?? "GET"} ${path}`);
  }
});
