import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/openapi/json.ts";
import { documentWith, lines, operationWith } from "./documents.ts";

type Row = readonly [name: string, before: JsonObject, after: JsonObject, want: readonly string[]];

const answer = { description: "An answer" };
const json = { "application/json": { schema: { type: "string" } } };
const query = (parts: JsonObject = {}) => ({ name: "q", in: "query", schema: { type: "string" }, ...parts });
const parameters = (...list: readonly JsonObject[]) => operationWith({ parameters: list });
const body = (parts: JsonObject) => operationWith({ requestBody: { content: json, ...parts } });
const answers = (responses: JsonObject) => operationWith({ responses });
const headers = (given: JsonObject) => answers({ "200": { ...answer, headers: given } });
const header = (parts: JsonObject = {}) => ({ schema: { type: "integer" }, ...parts });
const permission = (who: string) => operationWith({ "x-permission": who });
const path = (...paths: readonly string[]) =>
  documentWith({ paths: Object.fromEntries(paths.map((each) => [each, { get: { responses: { "200": answer } } }])) });

const bearer = { type: "http", scheme: "bearer" };
const secured = (security: readonly JsonObject[], schemes: JsonObject = { token: bearer }) =>
  operationWith({ security }, { components: { securitySchemes: schemes } });

const rows: readonly Row[] = [
  [
    "a new operation",
    path("/a"),
    path("/a", "/b"),
    ["compatible: GET /b: the operation is new: clients need not use it"],
  ],
  [
    "an operation that is gone",
    path("/a", "/b"),
    path("/a"),
    ["breaking: GET /b: the operation is gone: clients that use it get an error"],
  ],
  [
    "a path that moved",
    path("/a"),
    path("/b"),
    [
      "breaking: GET /a: the operation is gone: clients that use it get an error",
      "compatible: GET /b: the operation is new: clients need not use it",
    ],
  ],
  ["a path whose parameter has another name", path("/a/{b}"), path("/a/{c}"), []],
  [
    "an operationId",
    operationWith({ operationId: "a" }),
    operationWith({ operationId: "b" }),
    ["compatible: POST /thing: the operation has now the operationId `b`: it is not sent; only generated code uses it"],
  ],
  [
    "a summary, tags and an extension",
    operationWith({ summary: "A", tags: ["a"] }),
    operationWith({ summary: "B", tags: ["b"], "x-a": 1 }),
    ["documentation: POST /thing: the operation has another summary, tags and `x-a`: nothing on the wire changes"],
  ],
  [
    "a deprecation",
    operationWith({}),
    operationWith({ deprecated: true }),
    ["compatible: POST /thing: the operation is now deprecated: it works as before"],
  ],

  [
    "a new required parameter",
    parameters(),
    parameters(query({ required: true })),
    ["breaking: POST /thing: the query parameter `q` is new and must be sent: clients that do not send it are refused"],
  ],
  [
    "a new optional parameter",
    parameters(),
    parameters(query()),
    ["compatible: POST /thing: the query parameter `q` is new and may be sent: clients need not send it"],
  ],
  [
    "a parameter that is gone",
    parameters(query()),
    parameters(),
    ["breaking: POST /thing: the query parameter `q` is gone: clients that send it are refused or not understood"],
  ],
  [
    "a parameter that must be sent",
    parameters(query()),
    parameters(query({ required: true })),
    ["breaking: POST /thing: the query parameter `q` must now be sent: clients that leave it out are refused"],
  ],
  [
    "a parameter that need not be sent",
    parameters(query({ required: true })),
    parameters(query()),
    ["compatible: POST /thing: the query parameter `q` need no longer be sent: clients may go on sending it"],
  ],
  [
    "a parameter that is serialized differently",
    parameters(query({ explode: true })),
    parameters(query({ explode: false })),
    [
      "breaking: POST /thing: the query parameter `q` is now serialized differently: what clients send is no longer understood",
    ],
  ],
  [
    "a parameter's way of writing, spelt out",
    parameters(query()),
    parameters(query({ explode: true, style: "form" })),
    [],
  ],
  [
    "a parameter's limit",
    parameters(query()),
    parameters(query({ schema: { type: "string", maxLength: 5 } })),
    [
      "breaking: POST /thing: the query parameter `q` may now have at most 5 characters, there was no limit: clients that send more are refused",
    ],
  ],
  [
    "a parameter's items",
    parameters(query({ schema: { type: "array", items: { type: "string" } } })),
    parameters(query({ schema: { type: "array", items: { type: "integer" } } })),
    [
      "breaking: POST /thing: `[]` in the query parameter `q` is now an integer, it was a string: clients that send the other type are refused",
    ],
  ],
  [
    "a header parameter in other letters",
    parameters(query({ in: "header", name: "X-A" })),
    parameters(query({ in: "header", name: "x-a" })),
    [],
  ],
  [
    "a parameter moved to the path item",
    operationWith({ parameters: [query()] }),
    documentWith({ paths: { "/thing": { parameters: [query()], post: { responses: { "200": answer } } } } }),
    [],
  ],

  [
    "a body that must be sent",
    operationWith({}),
    body({ required: true }),
    ["breaking: POST /thing: a body must now be sent: clients that do not send one are refused"],
  ],
  [
    "a body that may be sent",
    operationWith({}),
    body({}),
    ["compatible: POST /thing: a body may now be sent: clients need not send one"],
  ],
  [
    "a body that is gone",
    body({}),
    operationWith({}),
    ["breaking: POST /thing: the body is gone: clients that send one are refused or not understood"],
  ],
  [
    "a body that became required",
    body({}),
    body({ required: true }),
    ["breaking: POST /thing: the body must now be sent: clients that leave it out are refused"],
  ],
  [
    "a new media type of a body",
    body({}),
    body({ content: { ...json, "text/plain": {} } }),
    ["compatible: POST /thing: the media type `text/plain` is new: clients may go on sending the others"],
  ],
  [
    "a media type of a body that is gone",
    body({ content: { ...json, "text/plain": {} } }),
    body({}),
    ["breaking: POST /thing: the media type `text/plain` is gone: clients that send it are refused"],
  ],
  [
    "a media type in other letters",
    body({ content: { "Text/Plain; charset=UTF-8": {} } }),
    body({ content: { "text/plain;charset=utf-8": {} } }),
    [],
  ],

  [
    "a new success",
    answers({ "200": answer }),
    answers({ "200": answer, "204": answer }),
    ["breaking: POST /thing: the answer `204` is new: clients do not know what it means"],
  ],
  [
    "a new error beside others",
    answers({ "200": answer, "400": answer }),
    answers({ "200": answer, "400": answer, "409": answer }),
    [
      "compatible: POST /thing: the answer `409` is new: clients treat an unknown error as the general one of its class",
    ],
  ],
  [
    "a first error of its class",
    answers({ "200": answer, "500": answer }),
    answers({ "200": answer, "409": answer, "500": answer }),
    ["breaking: POST /thing: the answer `409` is new: clients do not expect an error of this class"],
  ],
  [
    "a success that is gone",
    answers({ "200": answer, "204": answer }),
    answers({ "200": answer }),
    ["breaking: POST /thing: the answer `204` is gone: clients that depend on it never get it"],
  ],
  [
    "a refusal that is gone",
    answers({ "200": answer, "409": answer }),
    answers({ "200": answer }),
    ["breaking: POST /thing: the answer `409` is gone: clients that depend on it never get it"],
  ],
  [
    "a fault that is gone",
    answers({ "200": answer, "503": answer }),
    answers({ "200": answer }),
    ["compatible: POST /thing: the answer `503` is gone: clients may keep handling it"],
  ],
  [
    "a status that its class covered",
    answers({ "200": answer, "4XX": answer }),
    answers({ "200": answer, "4XX": answer, "409": answer }),
    [],
  ],
  [
    "a status that the default covers from now on",
    answers({ "200": answer, "409": answer }),
    answers({ "200": answer, default: answer }),
    [
      "compatible: POST /thing: the answer `default` is new: clients treat an unknown error as the general one of its class",
    ],
  ],
  [
    "a new media type of an answer",
    answers({ "200": { ...answer, content: json } }),
    answers({ "200": { ...answer, content: { ...json, "text/plain": {} } } }),
    ["compatible: POST /thing 200: the media type `text/plain` is new: clients get it only if they request it"],
  ],
  [
    "an answer that lost its body",
    answers({ "200": { ...answer, content: json } }),
    answers({ "200": answer }),
    ["breaking: POST /thing 200: the media type `application/json` is gone: clients that request it no longer get it"],
  ],
  [
    "an answer's description",
    answers({ "200": answer }),
    answers({ "200": { description: "Another" } }),
    ["documentation: POST /thing 200: the answer has another description: nothing on the wire changes"],
  ],

  [
    "a new header",
    headers({}),
    headers({ A: header() }),
    ["compatible: POST /thing 200: the header `A` is new: clients ignore headers they do not know"],
  ],
  [
    "a header that is gone",
    headers({ A: header() }),
    headers({}),
    ["breaking: POST /thing 200: the header `A` is gone: clients that read it find nothing"],
  ],
  [
    "a header that may be missing",
    headers({ A: header({ required: true }) }),
    headers({ A: header() }),
    ["breaking: POST /thing 200: the header `A` may now be missing: clients that rely on it do not always find it"],
  ],
  [
    "a header that is always there",
    headers({ A: header() }),
    headers({ a: header({ required: true }) }),
    ["compatible: POST /thing 200: the header `a` is now always there: clients find it as before"],
  ],
  [
    "a header's type",
    headers({ A: header() }),
    headers({ A: header({ schema: { type: "string" } }) }),
    [
      "breaking: POST /thing 200: the header `A` is now a string, it was an integer: clients that do not expect the other type may get it",
    ],
  ],

  [
    "a token that is needed",
    secured([]),
    secured([{ token: [] }]),
    ["breaking: POST /thing: authentication by `token` is now needed: clients that do not authenticate are refused"],
  ],
  [
    "a token that was optional",
    secured([{ token: [] }, {}]),
    secured([{ token: [] }]),
    ["breaking: POST /thing: authentication by `token` is now needed: clients that do not authenticate are refused"],
  ],
  [
    "no token needed",
    secured([{ token: [] }]),
    secured([]),
    ["compatible: POST /thing: no authentication is now accepted: clients may go on authenticating as before"],
  ],
  [
    "another way to authenticate",
    secured([{ token: [] }]),
    secured([{ token: [] }, { key: [] }], { token: bearer, key: { type: "apiKey", in: "header", name: "X-Key" } }),
    ["compatible: POST /thing: authentication by `key` is now accepted: clients may go on authenticating as before"],
  ],
  [
    "a scheme that has another name",
    secured([{ token: [] }]),
    secured([{ bearer: [] }], { bearer: { ...bearer, description: "A" } }),
    [],
  ],
  [
    "a scheme that has become another",
    secured([{ token: [] }]),
    secured([{ token: [] }], { token: { type: "http", scheme: "basic" } }),
    ["breaking: POST /thing: authentication by `token` is no longer accepted: clients that use it are refused"],
  ],
  [
    "a scope more",
    secured([{ token: ["read"] }]),
    secured([{ token: ["read", "write"] }]),
    [
      "breaking: POST /thing: authentication by `token` with read is no longer accepted: clients that use it are refused",
    ],
  ],
  [
    "the document's requirement for the operation's own",
    operationWith({}, { security: [{ token: [] }], components: { securitySchemes: { token: bearer } } }),
    secured([{ token: [] }]),
    [],
  ],

  [
    "a permission for fewer",
    permission("member"),
    permission("admin"),
    [
      "breaking: POST /thing: the permission `x-permission` is now `admin`, it was `member`: some callers that had access are refused",
    ],
  ],
  [
    "a permission for more",
    permission("owner"),
    permission("member"),
    [
      "compatible: POST /thing: the permission `x-permission` is now `member`, it was `owner`: callers that had access keep it",
    ],
  ],
  [
    "a permission for others",
    permission("owner"),
    permission("admin"),
    [
      "breaking: POST /thing: the permission `x-permission` is now `admin`, it was `owner`: some callers that had access are refused",
    ],
  ],
  [
    "a permission that nobody knows",
    permission("owner"),
    permission("friend"),
    [
      "breaking: POST /thing: the permission `x-permission` is now `friend`, it was `owner`: whether all callers keep their access is unknown",
    ],
  ],
  [
    "a permission that is documented now",
    operationWith({}),
    permission("owner"),
    [
      "documentation: POST /thing: the permission `x-permission` is now documented: `owner`: nothing on the wire changes",
    ],
  ],

  [
    "another server",
    documentWith({ servers: [{ url: "/v1" }] }),
    documentWith({ servers: [{ url: "/v2" }] }),
    [
      "breaking: the document: the server `/v1` is gone: clients that call it fail",
      "compatible: the document: the server `/v2` is new: clients need not call it",
    ],
  ],
  [
    "the document's description",
    documentWith({ info: { title: "A", version: "1" } }),
    documentWith({ info: { title: "B", description: "C", version: "2" } }),
    ["documentation: the document: its head has another title and description: nothing on the wire changes"],
  ],
];

for (const [name, before, after, want] of rows) {
  test(`${name}: ${want.length === 0 ? "no change" : want.map((line) => line.split(":", 1)).join(", ")}`, () => {
    assert.deepEqual(lines(before, after), want);
  });
}

test("what is the same in many locations is told once, of the schema they share", () => {
  const document = (maxLength: number) => {
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    const gives = (schema: JsonObject) => ({
      responses: { "200": { ...answer, content: { "application/json": { schema } } } },
    });
    return documentWith({
      paths: { "/a": { get: gives(ref("Author")) }, "/b": { get: gives({ type: "array", items: ref("Post") }) } },
      components: {
        schemas: {
          Author: { type: "object", properties: { name: { type: "string", maxLength } } },
          Post: { type: "object", properties: { owner: ref("Author") } },
        },
      },
    });
  };
  assert.deepEqual(lines(document(16), document(20)), [
    "breaking: GET /a 200, GET /b 200: `Author.name` may now have at most 20 characters, it was 16: clients that do not expect more may get it",
  ]);
});

test("what the server sends to a client's webhook is judged as an answer, also in a callback", () => {
  const operation = (schema: JsonObject) => ({
    post: {
      requestBody: { required: true, content: { "application/json": { schema } } },
      responses: { "200": answer },
    },
  });
  const webhook = (schema: JsonObject) => documentWith({ openapi: "3.1.0", webhooks: { made: operation(schema) } });
  const callback = (schema: JsonObject) =>
    operationWith({ callbacks: { made: { "{$request.body#/url}": operation(schema) } } });
  const [before, after] = [
    { type: "string", maxLength: 2 },
    { type: "string", maxLength: 3 },
  ];
  const change = "the body may now have at most 3 characters, it was 2: clients that do not expect more may get it";
  assert.deepEqual(lines(webhook(before), webhook(after)), [`breaking: webhook POST made: ${change}`]);
  assert.deepEqual(lines(callback(before), callback(after)), [
    `breaking: POST /thing, callback made: POST {$request.body#/url}: ${change}`,
  ]);
});
