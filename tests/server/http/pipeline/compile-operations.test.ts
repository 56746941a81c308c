import assert from "node:assert/strict";
import test from "node:test";
import { compileOperations } from "../../../../src/server/http/pipeline/compile-operations.ts";
import type { AnyRoute } from "../../../../src/server/http/pipeline/operation.ts";
import { createRouter } from "../../../../src/server/http/pipeline/router.ts";
import { type Sketch, type SketchParameter, sketchDocument, sketchRoutes, startSketchApi } from "../api.ts";

const handlers = { getThing: async () => ({ status: 200 }) };

interface Change {
  readonly line?: string;
  readonly sketch?: Partial<Sketch>;
  readonly document?: object;
  readonly route?: Partial<AnyRoute>;
  readonly handlers?: object;
}

function withParameter(parameter: Partial<SketchParameter>): Change {
  return { sketch: { parameters: [{ name: "p", in: "query", schema: { type: "string" }, ...parameter }] } };
}

const bearer = { accessToken: [] };
const array = { type: "array", items: { type: "string" } };

const refused: readonly [title: string, change: Change, message: RegExp][] = [
  ["no handler", { handlers: {} }, /getThing: it has no handler/],
  ["a handler that is not a function", { handlers: { getThing: 1 } }, /getThing: it has no handler/],
  ["a handler that is merely inherited", { handlers: Object.create(handlers) }, /getThing: it has no handler/],
  ["an unknown permission", { sketch: { permission: "friend" } }, /x-permission is "friend"/],
  ["no permission", { route: { extensions: {} } }, /x-permission is out of date/],
  [
    "a route for members whose document says admins",
    { sketch: { permission: "admin", security: [bearer] }, route: { extensions: { "x-permission": "member" } } },
    /x-permission is out of date/,
  ],
  ["a permission that needs a token, without one", { sketch: { permission: "member" } }, /needs no token/],
  [
    "an admin's operation with an optional token",
    { sketch: { permission: "admin", security: [bearer, {}] } },
    /needs no token/,
  ],
  ["an unknown security scheme", { sketch: { security: [{ apiKey: [] }] } }, /security scheme apiKey is unknown/],
  [
    "a scheme that the document lacks",
    { sketch: { security: [{ session: [] }] } },
    /security scheme session is unknown/,
  ],
  [
    "two schemes at once",
    { sketch: { security: [{ accessToken: [], apiKey: [] }] } },
    /several security schemes at once/,
  ],
  [
    "a route that is less secure than its document",
    { sketch: { security: [bearer] }, route: { security: "none" } },
    /its security is out of date/,
  ],
  ["a style for objects", withParameter({ style: "deepObject" }), /the query parameter p has the style deepObject/],
  ["pipes", withParameter({ style: "pipeDelimited", schema: array }), /the style pipeDelimited/],
  ["an object", withParameter({ schema: { type: "object" } }), /the parameter p has the type object/],
  [
    "a value of several types",
    {
      route: {
        parameters: [{ name: "p", in: "query", required: false, style: "form", explode: true, type: "unknown" }],
      },
    },
    /the parameter p has the type unknown/,
  ],
  ["an array of arrays", withParameter({ schema: { type: "array", items: { type: "array" } } }), /the type array/],
  [
    "an exploded array in a cookie",
    withParameter({ in: "cookie", explode: true, schema: array }),
    /is an exploded array/,
  ],
  [
    "a parameter in JSON",
    {
      route: {
        parameters: [
          {
            name: "p",
            in: "query",
            required: false,
            style: "form",
            explode: true,
            type: "object",
            mediaType: "application/json",
          },
        ],
      },
    },
    /the query parameter p is application\/json/,
  ],
  [
    "a path parameter that is not described",
    { line: "GET /thing/{id}" },
    /its path parameters are not those of its template/,
  ],
  [
    "a path parameter by another name",
    { line: "GET /thing/{id}", ...withParameter({ in: "path", required: true }) },
    /the path parameter id is not described/,
  ],
  [
    "a path parameter beside other text",
    { line: "GET /thing/{p}.json", ...withParameter({ in: "path", required: true }) },
    /\{p\}\.json has a parameter beside other text/,
  ],
  ["a path that ends in a slash", { line: "GET /thing/" }, /must begin with a slash and not end in one/],
  [
    "a route that is not documented",
    { route: { operationId: "getOther" } },
    /getThing: it has no route\n {2}getOther: the document does not have it/,
  ],
  ["a route by another path", { route: { path: "/other" } }, /its route is out of date/],
  [
    "a body of another media type",
    { route: { body: { required: true, mediaTypes: ["multipart/form-data"] } } },
    /its body is not only JSON/,
  ],
  [
    "an answer of another media type",
    { route: { answers: { "200": ["text/html"] } } },
    /its answers are not only JSON/,
  ],
  ["an answer for any status", { route: { answers: { default: [] } } }, /its answer default is not a single status/],
  ["an answer for a range", { route: { answers: { "4XX": [] } } }, /its answer 4XX is not a single status/],
  ["OpenAPI 3.1", { document: { openapi: "3.1.0" } }, /not OpenAPI 3\.0/],
  ["a document that is not valid", { document: { info: {} } }, /./],
];

test("an API that cannot be served as documented does not start, and reports why", async () => {
  for (const [title, { line = "GET /thing", sketch, document, route, handlers: changedHandlers }, message] of refused) {
    const sketches = { [line]: { operationId: "getThing", ...sketch } };
    const start = async () => {
      const routes = sketchRoutes(sketches).map((original) => ({ ...original, ...route }));
      const operations = await compileOperations(
        { ...sketchDocument(sketches), ...document },
        routes,
        changedHandlers ?? handlers,
      );
      createRouter(operations);
    };
    await assert.rejects(start, message, title);
  }
});

test("all errors are reported at once", async () => {
  const sketches = { "GET /a": { operationId: "getA" }, "GET /b": { operationId: "getB" } };
  const start = compileOperations(sketchDocument(sketches), sketchRoutes(sketches), {});
  await assert.rejects(start, /cannot be served:\n {2}getA: it has no handler\n {2}getB: it has no handler$/);
});

test("requests do not iterate over the operations", async (t) => {
  const sketches = Object.fromEntries(
    Array.from({ length: 350 }, (_, index) => [
      `GET /things${index}/{id}`,
      {
        operationId: `getThing${index}`,
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } } as const],
      },
    ]),
  );
  let accessCount = 0;
  const watch = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, key, receiver) {
        accessCount += 1;
        return Reflect.get(object, key, receiver);
      },
      ownKeys(object) {
        accessCount += 1;
        return Reflect.ownKeys(object);
      },
    });
  const { url } = await startSketchApi(t, sketches, { watch });
  assert.ok(accessCount >= 350, "accesses at the start are counted");
  accessCount = 0;
  for (const index of [0, 175, 349]) {
    const response = await fetch(`${url}/things${index}/7`);
    assert.equal(response.status, 200);
    assert.match(await response.text(), /"path":\{"id":7\}/);
  }
  assert.equal((await fetch(`${url}/things350/7`)).status, 404);
  assert.equal(accessCount, 0);
});
