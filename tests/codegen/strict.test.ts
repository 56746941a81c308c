import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { compile } from "./compile.ts";
import { fixturePath, generateInto, makeFolder } from "./fixtures.ts";

/** Declarations for all cases: correct handlers, of which each case replaces one. */
const prelude = `
import { type FaultAnswer, implementPet, implementStore } from "./pets/operations.ts";
import { implementDocument, implementOrder } from "./shop/operations.ts";
import { implementFile } from "./files/operations.ts";
import type { components } from "./pets/schema.ts";
import type { components as shop } from "./shop/schema.ts";

type Cat = components["schemas"]["Cat"];
const cat: Cat = { id: 1, kind: "cat", name: null, lives: 9 };
const fault = { status: 404 as const, body: { code: 1 } };
const right = implementPet({
  async listPets() { return { status: 200, headers: { "X-Total": 0 }, body: [] }; },
  async addPet() { return { status: 201, headers: { Location: "/" }, body: cat }; },
  async getPet() { return { status: 204 }; },
  async replacePet() { return { status: 204 }; },
});
const money = { amount: 1, currency: "EUR" };
const file = {
  async upload() { return { status: 413 as const }; },
  async download() { return { status: 304 as const }; },
  async peek() { return { status: 200 as const, headers: { "Content-Length": 1 } }; },
  async annotate() { return { status: 500 as const, body: { message: "no" } }; },
  async watch() { return { status: 200 as const, body: changes() }; },
};
async function* changes() { yield { id: "1", data: { name: "a" } }; }
declare const anything: any;
declare const row: Cat & { secret: string };
declare const fromElsewhere: FaultAnswer<404>;
export const unused = [right, cat, fault, money, file, anything, row, fromElsewhere, implementStore, implementOrder, implementDocument, implementFile];
export type Unused = shop;
`;

const correct: Readonly<Record<string, string>> = {
  "parameters, bodies and the caller are typed without annotations": `
    implementPet({ ...right,
      async listPets({ query, header }, caller) {
        const status: ("free" | "sold")[] | undefined = query.status;
        const tenant: string = header["X-Tenant-Id"] + caller.id + query.limit?.toFixed() + status?.length;
        return { status: 200, headers: { "X-Total": 1, Link: tenant }, body: [cat] };
      },
      async addPet({ body }, caller) {
        const by: string | undefined = caller?.id;
        if (body.kind === "dog") return { status: 409, body: { code: body.name === by ? 1 : 2, hint: null } };
        return { status: 201, headers: { Location: "/" }, body: { id: 7, ...body } };
      },
      async getPet({ path }) {
        if (path.petId > 3) return fault;
        if (path.petId > 2) return { status: 404, contentType: "text/plain", body: "none" };
        if (path.petId > 1) return fromElsewhere;
        return { status: 200, body: { id: path.petId, kind: "dog", name: null, barks: true, tag: null } };
      },
    });`,
  "an arrow function instead of a method": `implementPet({ ...right, getPet: async ({ path }) => ({ status: path.petId > 1 ? 204 : 204 }) });`,
  "a separate function": `
    async function getPet(): Promise<FaultAnswer<404>> { return fromElsewhere; }
    implementPet({ ...right, getPet });`,
  "an undocumented property that is undefined, which JSON does not have": `implementPet({ ...right, async getPet() { return { status: 204, body: undefined }; } });`,
  "additional properties of the type that the schema allows": `
    implementDocument({ async getDocument() {
      if (Math.random() > 0.5) return { status: 202, body: { a: "", b: { c: "" }, more: { of: [1] } } };
      if (Math.random() > 0.5) return { status: 203, body: { a: "", o: true, more: 1 } };
      if (Math.random() > 0.5) return { status: 208, body: { "x-a": 1 } };
      return { status: 207, body: { anything: true } };
    } });`,
  "recursive data": `
    implementDocument({ async getDocument() {
      if (Math.random() > 0.5) return { status: 201, body: [[], [[]]] };
      return { status: 200, body: { a: [1, { b: null }] } };
    } });`,
  compositions: `
    implementOrder({ async placeOrder({ body }) {
      const secret: string | undefined = body.secret;
      return { status: 200, body: { id: secret ?? "", total: null, parent: null, state: "open",
        lines: [{ sku: "", price: money, note: "" }], payment: { method: "card", last4: "1" } } };
    } });`,
  "schemas that extend others": `
    implementStore({
      async addOwner({ body }) { return { status: 201, body: { id: body.password, name: "", friends: [{ id: "", name: "" }] } }; },
      async addVehicle() { return { status: 200, body: Math.random() > 0.5 ? { type: "Car", wheels: 4, doors: 2 } : { type: "Cart", wheels: 2 } }; },
      async listShapes() { return { status: 200, body: [{ shapeType: "Circle", radius: 1 }, { shapeType: "Square", side: 1, area: 1 }] }; },
    });`,
  "events from a generator or another async iterable": `
    implementFile({ ...file, async watch() {
      const later: AsyncIterable<{ id: string; data: { name: string } }> = changes();
      return { status: 200, body: Math.random() > 0.5 ? changes() : later };
    } });`,
  "ranges, wildcards, bytes and default": `
    implementFile({ ...file,
      async upload(request) {
        if (request.contentType === "multipart/form-data") return { status: 418, body: { message: request.body.note ?? "", count: request.body.file.length } };
        if (request.contentType === "application/octet-stream") return { status: 503, body: { message: String(request.body.byteLength) } };
        return { status: 204, body: request.body.url ?? "" };
      },
      async download() {
        if (Math.random() > 0.5) return { status: 200, contentType: "image/png", body: Buffer.alloc(1) };
        return { status: 206, headers: { "Content-Range": "" }, contentType: "video/mp4", body: new Uint8Array() };
      },
    });`,
};

const wrong: Readonly<Record<string, readonly [code: string, ...messages: readonly (string | RegExp)[]]>> = {
  "an undocumented status": [
    `implementPet({ ...right, async getPet() { return { status: 418 }; } });`,
    /'418' is not assignable to type '2\d\d|Type '\{ status: 418; \}' is not assignable/,
  ],
  "a leaked property in an event": [
    `async function* leaking() { yield { id: "1", data: { name: "a", owner: "b" } }; }
    implementFile({ ...file, async watch() { return { status: 200, body: leaking() }; } });`,
    "body[].data.owner",
  ],
  "a wrong event": [
    `async function* wrong() { yield { id: 1, data: { name: "a" } }; }
    implementFile({ ...file, async watch() { return { status: 200, body: wrong() }; } });`,
    "Type 'number' is not assignable to type 'string'",
  ],
  "a missing handler": [
    `implementStore({ async addOwner() { return { status: 201, body: { id: "", name: "" } }; } });`,
    "missing the following properties",
    "addVehicle, listShapes",
  ],
  "a handler without an operation": [
    `implementPet({ ...right, async sellPet() { return { status: 204 }; } });`,
    "sellPet is not an operation of the document",
  ],
  "a missing required header": [
    `implementPet({ ...right, async addPet() { return { status: 201, body: cat }; } });`,
    "Property 'headers' is missing",
  ],
  "headers without the required one": [
    `implementPet({ ...right, async listPets() { return { status: 200, headers: { Link: "" }, body: [] }; } });`,
    "X-Total",
  ],
  "a missing required property": [
    `implementPet({ ...right, async getPet() { return { status: 404, body: { hint: "" } }; } });`,
    "Property 'code' is missing",
  ],
  "a required property that only the parent of a composition defines": [
    `implementOrder({ async placeOrder() { return { status: 200, body: { id: "", lines: [{ sku: "", price: money }], payment: { method: "Cash" } } }; } });`,
    "note",
  ],
  "a wrong value": [
    `implementPet({ ...right, async getPet() { return { status: 404, body: { code: "1" } }; } });`,
    "Type 'string' is not assignable to type 'number'",
  ],
  "the discriminator of another schema": [
    `implementPet({ ...right, async getPet() { return { status: 200, body: { ...cat, kind: "bird" } }; } });`,
    `'"bird"' is not assignable`,
  ],
  "no answer at all": [`implementPet({ ...right, async getPet() {} });`, "'Promise<void>' is not assignable"],
  "a leaked property": [
    `implementPet({ ...right, async getPet() { return { status: 404, body: { code: 1, stack: "" } }; } });`,
    "getPet: body.stack is not documented",
  ],
  "a leak through a variable": [
    `implementPet({ ...right, async getPet() { return { status: 200, body: row }; } });`,
    "getPet: body.secret is not documented",
  ],
  "a leak in a nested object": [
    `implementPet({ ...right, async getPet() { return { status: 200, body: { ...cat, tag: { label: "", colour: 1 } } }; } });`,
    "getPet: body.tag.colour is not documented",
  ],
  "a leak in a list": [
    `implementPet({ ...right, async listPets() { const rows = [row]; return { status: 200, headers: { "X-Total": 1 }, body: rows }; } });`,
    "listPets: body[].secret is not documented",
  ],
  "a leak in one member of a union": [
    `implementPet({ ...right, async getPet() { return { status: 200, body: { id: 1, kind: "dog", name: "", barks: true, lives: 9 } }; } });`,
    "getPet: body.lives is not documented",
  ],
  "a leaked header": [
    `implementPet({ ...right, async addPet() { return { status: 201, headers: { Location: "/", "X-Secret": "" }, body: cat }; } });`,
    "addPet: headers.X-Secret is not documented",
  ],
  "undocumented headers": [
    `implementPet({ ...right, async getPet() { return { status: 204, headers: { Location: "" } }; } });`,
    "getPet: headers is not documented",
  ],
  "an undocumented body": [
    `implementPet({ ...right, async getPet() { return { status: 204, body: cat }; } });`,
    "getPet: body is not documented",
  ],
  "an undocumented part of an answer": [
    `implementPet({ ...right, async getPet() { return { status: 204, cookies: [] }; } });`,
    "getPet: cookies is not documented",
  ],
  "a leak from one of several returns": [
    `implementPet({ ...right, async getPet({ path }) { if (path.petId > 1) return { status: 204 }; return { status: 200, body: row }; } });`,
    "getPet: body.secret is not documented",
  ],
  "a leak from an arrow function": [
    `implementPet({ ...right, getPet: async () => ({ status: 200, body: row }) });`,
    "getPet: body.secret is not documented",
  ],
  "a leak from a separate function": [
    `async function getPet() { return { status: 200 as const, body: row }; }
     implementPet({ ...right, getPet });`,
    "getPet: body.secret is not documented",
  ],
  "a property that only requests have": [
    `implementStore({
      async addOwner({ body }) { return { status: 201, body: { ...body, id: "", friends: [] } }; },
      async addVehicle() { return { status: 200, body: { type: "Car", wheels: 4, doors: 2 } }; },
      async listShapes() { return { status: 200, body: [] }; },
    });`,
    "addOwner: body.password is not documented",
  ],
  "a record instead of an object with known properties": [
    `implementPet({ ...right, async getPet() { const tag: Record<string, string> = {}; return { status: 200, body: { ...cat, tag } }; } });`,
    "getPet: body.tag.",
    "is not documented",
  ],
  "a body of type any": [
    `implementPet({ ...right, async getPet() { return { status: 200, body: anything }; } });`,
    "getPet: body has type any",
  ],
  "properties of an object that must be empty": [
    `implementDocument({ async getDocument() { return { status: 206, body: { a: 1 } }; } });`,
    "not assignable to type 'never'",
  ],
  "an additional property of another type": [
    `implementDocument({ async getDocument() { return { status: 203, body: { a: "", more: [] } }; } });`,
    "not assignable",
  ],
  "an object without any of two properties of which one is required": [
    `implementDocument({ async getDocument() { return { status: 226, body: {} }; } });`,
    "'{}' is not assignable to type '{ mail?: string; phone?: string; }",
  ],
  "a status of a range that another answer documents": [
    `implementFile({ ...file, async upload() { return { status: 201, body: { message: "" } }; } });`,
    "not assignable",
  ],
  "a missing media type that is not the first": [
    `implementFile({ ...file, async download() { return { status: 200, body: "text" }; } });`,
    "not assignable",
  ],
  "an undocumented media type": [
    `implementFile({ ...file, async download() { return { status: 200, contentType: "image/gif", body: Buffer.alloc(1) }; } });`,
    `"image/gif"' is not assignable`,
  ],
};

test("correct handlers compile, and the compiler names the error of the others", async (t) => {
  const folder = await makeFolder(t);
  await generateInto(join(folder, "pets"), fixturePath("pets"));
  await generateInto(join(folder, "shop"), fixturePath("shop"));
  await generateInto(join(folder, "files"), fixturePath("files"));
  const fileOf = (name: string) => join(folder, `${name.replace(/\W+/g, "-")}.ts`);
  const codes = [...Object.entries(correct), ...Object.entries(wrong).map(([name, [code]]) => [name, code] as const)];
  const errors = compile([], new Map(codes.map(([name, code]) => [fileOf(name), `${prelude}${code}\n`])));
  const messagesOf = (name: string) => errors.filter(({ file }) => file === fileOf(name)).map(({ message }) => message);

  assert.deepEqual(
    errors.filter(({ file }) => !codes.some(([name]) => fileOf(name) === file)),
    [],
  );
  for (const name of Object.keys(correct)) {
    await t.test(`compiles: ${name}`, () => assert.deepEqual(messagesOf(name), []));
  }
  for (const [name, [, ...expected]] of Object.entries(wrong)) {
    await t.test(`does not compile: ${name}`, () => {
      const messages = messagesOf(name);
      assert.equal(messages.length, 1, messages.join("\n\n"));
      for (const part of expected)
        assert.match(messages[0] ?? "", part instanceof RegExp ? part : new RegExp(escapeRegExp(part)));
    });
  }
});

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
