import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { generateInto, makeFolder, writeDocuments } from "../codegen/fixtures.ts";

const paths = {
  "/things/{thingId}": {
    get: {
      operationId: "getThing",
      summary: "Read a thing",
      security: [],
      parameters: [
        { name: "thingId", in: "path", required: true, schema: { type: "integer" } },
        { name: "X-Kind", in: "header", schema: { type: "string" } },
        { name: "seen", in: "cookie", schema: { type: "string" } },
      ],
      responses: { "200": json("string"), "204": { description: "None" }, "404": json("boolean") },
    },
    put: {
      operationId: "putThing",
      deprecated: true,
      security: [{}, { key: [] }],
      parameters: [{ name: "thingId", in: "path", required: true, schema: { type: "integer" } }],
      requestBody: { content: { "application/json": { schema: { type: "string" } } } },
      responses: { "202": { description: "Taken" } },
    },
  },
  "/things": {
    get: {
      operationId: "listThings",
      parameters: [{ name: "limit", in: "query", schema: { type: "integer" } }],
      responses: { default: json("number") },
    },
    post: {
      operationId: "addThing",
      parameters: [{ name: "visit", in: "cookie", required: true, schema: { type: "string" } }],
      responses: { "201": json("number") },
    },
  },
  "/text": {
    get: { operationId: "getText", responses: { "200": content("text/plain", "string") } },
    post: {
      operationId: "sendText",
      requestBody: { content: { "text/plain": { schema: { type: "string" } } } },
      responses: { "204": { description: "Taken" } },
    },
  },
  "/events": { get: { operationId: "subscribe", responses: { "200": content("text/event-stream", "string") } } },
};

const document = {
  openapi: "3.0.3",
  info: { title: "Things", version: "1" },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
  paths,
};

test("a client's table has what speaks JSON and needs no cookie, with what each operation takes and gives", async (t) => {
  const folder = await makeFolder(t);
  await writeDocuments(folder, { "things.json": JSON.stringify(document) });
  const text = (await generateInto(join(folder, "out"), join(folder, "things.json"))).get("client.ts") ?? "";
  const methods = [...text.matchAll(/^ {2}(\w+)\((.*)\): (Promise<.*>);$/gm)].map(([, ...parts]) => parts);
  assert.deepEqual(methods, [
    [
      "getThing",
      'request: { readonly path: { readonly thingId: number }; readonly header?: { readonly "X-Kind"?: string } } & CallOptions',
      "Promise<string | undefined>",
    ],
    [
      "putThing",
      "request: { readonly path: { readonly thingId: number }; readonly body?: string } & CallOptions",
      "Promise<undefined>",
    ],
    ["listThings", "request?: { readonly query?: { readonly limit?: number } } & CallOptions", "Promise<number>"],
  ]);
  assert.match(text, /\/\*\* GET \/things\/\{thingId\}: Read a thing \*\/\n {2}getThing/);
  assert.match(text, /\* @deprecated\n {3}\*\/\n {2}putThing/);
  assert.match(text, /getThing: \{ method: "get", path: "\/things\/\{thingId\}", security: "none" \}/);
  assert.match(text, /putThing: \{ method: "put", path: "\/things\/\{thingId\}", security: "optional" \}/);
  assert.match(text, /listThings: \{ method: "get", path: "\/things", security: "required" \}/);
});

function json(type: string) {
  return content("application/json", type);
}

function content(mediaType: string, type: string) {
  return { description: "An answer", content: { [mediaType]: { schema: { type } } } };
}
