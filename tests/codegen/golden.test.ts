import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { type Fixture, fixturePath, generateInto, makeFolder } from "./fixtures.ts";

/** Pieces of the expected files. Space at the ends of a piece is ignored. */
const pieces: Readonly<Record<Fixture, Readonly<Record<string, readonly string[]>>>> = {
  pets: {
    "operations.ts": [
      // Path-level parameters, overridden by those of the operation; arrays and objects.
      `export interface GetPetRequest {
  readonly path: { readonly petId: number };
  readonly query: { readonly verbose?: boolean };
}`,
      `export interface ListPetsRequest {
  readonly query: {
    readonly status?: ("free" | "sold")[];
    readonly ids?: number[];
    readonly filter?: components["schemas"]["ListPetsFilterParameter"];
    readonly limit?: number;
  };
  readonly header: { readonly "X-Tenant-Id": string };
}`,
      // Headers without Content-Type. The statuses of \`default\`.
      `export type ListPetsAnswer =
  | {
    readonly status: 200;
    readonly headers: { readonly "X-Total": number; readonly Link?: string };
    readonly body: components["schemas"]["Pet"][];
  }
  | FaultAnswer<Exclude<StatusRange<2 | 3 | 4 | 5>, 200>>;`,
      // Several media types that two answers share, JSON being the default one.
      `export type FaultContent =
  | { readonly contentType: "text/plain"; readonly body: string }
  | { readonly contentType?: "application/json"; readonly body: components["schemas"]["Fault"] };`,
      `export type FaultAnswer<Status extends number> = { readonly status: Status } & FaultContent;`,
      `export type ReplacePetAnswer =
  | { readonly status: 204 }
  | { readonly status: 422 } & FaultContent;`,
      // An optional body; deprecation; the caller.
      `export interface ReplacePetRequest {
  readonly path: { readonly petId: string };
  readonly query: { readonly verbose?: boolean };
  readonly body?: components["schemas"]["PetRequest"];
}`,
      `  /** GET /pets: List pets, and *\\/ not the end of a comment */
  listPets(request: ListPetsRequest, caller: Caller): Promise<ListPetsAnswer>;

  /** POST /pets */
  addPet(request: AddPetRequest, caller: Caller | undefined): Promise<AddPetAnswer>;

  /** GET /pets/{petId} */
  getPet(request: GetPetRequest): Promise<GetPetAnswer>;

  /**
   * PUT /pets/{petId}
   * @deprecated
   */
  replacePet(request: ReplacePetRequest, caller: Caller): Promise<ReplacePetAnswer>;`,
      `export interface Handlers extends StoreHandlers, PetHandlers {}`,
      `    parameters: [
      { name: "X-Tenant-Id", in: "header", required: true, style: "simple", explode: false, type: "string" },
      { name: "status", in: "query", required: false, style: "form", explode: true, type: "array", items: "string" },
      { name: "ids", in: "query", required: false, style: "pipeDelimited", explode: false, type: "array", items: "integer" },
      { name: "filter", in: "query", required: false, style: "deepObject", explode: true, type: "object" },
      { name: "limit", in: "query", required: false, style: "form", explode: true, type: "integer" },
    ],
    body: undefined,
    security: "required",
    extensions: { "x-rate": { burst: 5, per: [1, 2] } },
    answers: { "200": ["application/json"], default: ["application/json", "text/plain"] },`,
    ],
    "schema.ts": [
      `Pet: components["schemas"]["Cat"] | components["schemas"]["Dog"];`,
      `Cat: components["schemas"]["PetBase"] & {
            /** @default 9 */
            lives: number;
        } & {
            /** @enum {string} */
            kind: "cat";
        };`,
      `Vehicle: components["schemas"]["VehicleBase"] | components["schemas"]["Car"];`,
      `Owner: {
            readonly id: string;
            name: string;
            friends?: components["schemas"]["Owner"][];
        };
        OwnerRequest: {
            name: string;
            password: string;
            friends?: components["schemas"]["OwnerRequest"][];
        };`,
    ],
  },
  library: {
    "operations.ts": [
      `| RefusedAnswer<StatusRange<4>>;`,
      `readonly path: { readonly isbn: components["schemas"]["Isbn"] };`,
      // One path item in two paths.
      `  /** GET /shelves/{shelf} */
  getShelf(request: GetShelfRequest): Promise<GetShelfAnswer>;

  /** GET /racks/{shelf} */
  getShelf2(request: GetShelf2Request): Promise<GetShelf2Answer>;`,
    ],
    "schema.ts": [
      // Two files have a schema of the same name.
      `pages: components["schemas"]["book_Page"][];`,
      `sequel?: components["schemas"]["Book"] | null;`,
      `title: string | null;`,
      `first?: components["schemas"]["HitScore"];`,
      // Null, or the object with one of the two.
      `        } & ({
            text: unknown;
        } | {
            mode: unknown;
        })) | null;`,
      `strict?: components["schemas"]["Page"] & {
                size: unknown;
            };`,
      `type JsonSchema = (string | number | boolean | null) | JsonSchema[] | {
    [key: string]: JsonSchema;
};`,
    ],
    "openapi.json": [`"$ref": "#/components/schemas/book_Page"`, `"webhooks": {`],
  },
  files: {
    "operations.ts": [
      `export type UploadRequest = (
  | { readonly contentType: "multipart/form-data"; readonly body: components["schemas"]["UploadBody"] }
  | { readonly contentType: "application/octet-stream"; readonly body: Uint8Array }
  | { readonly contentType: "application/x-www-form-urlencoded"; readonly body: components["schemas"]["UploadBody2"] }
);`,
      `| { readonly status: Exclude<StatusRange<4>, 413>; readonly body: components["schemas"]["Fault"] }`,
      `readonly status: Exclude<StatusRange<2 | 3 | 4 | 5>, 201 | 413 | StatusRange<4> | StatusRange<5>>;`,
      // Several media types that only one answer has stand in place.
      `export type DownloadAnswer =
  | { readonly status: 200; readonly contentType: "text/csv"; readonly body: string }
  | { readonly status: 200; readonly contentType: "image/png"; readonly body: Uint8Array }
  | {
    readonly status: 200;
    readonly contentType?: "application/octet-stream";
    readonly body: Uint8Array;
  }`,
      `| { readonly status: 304 }`,
      `| { readonly contentType?: never; readonly body?: never }`,
      `readonly header: { readonly Range?: string };`,
      `type: "unknown", mediaType: "application/json" }`,
      `{ name: "name", in: "path", required: true, style: "label", explode: true, type: "array", items: "string" },`,
    ],
    "schema.ts": [`file: Uint8Array;`, `more?: Uint8Array[];`],
  },
  legacy: {
    "operations.ts": [
      `  delete(request: DeleteRequest): Promise<DeleteAnswer>;`,
      `  getRoot(request: GetRootRequest): Promise<GetRootAnswer>;`,
      `  list_things(request: List_thingsRequest): Promise<List_thingsAnswer>;`,
      `  listThings2(request: ListThings2Request): Promise<ListThings2Answer>;`,
      `  constructor_(request: Constructor_Request): Promise<Constructor_Answer>;`,
      `  取得(request: 取得Request): Promise<取得Answer>;`,
      `readonly cookie: { readonly session?: string; readonly "__Host-id": number };`,
      `export const implement_3dThings = <Actual extends _3dThingsHandlers>(`,
    ],
    "openapi.json": [`"operationId": "listThings2"`, `"operationId": "getRoot"`],
    "schema.ts": [`"a*/b"?: string;`],
  },
  events: {
    "operations.ts": [`export interface Handlers {}`, `export const routes: readonly Route[] = [];`],
    "schema.ts": [`at?: string | null;`],
  },
  shop: {
    "schema.ts": [
      `Payment: components["schemas"]["Card"] | components["schemas"]["Cash"];`,
      `CardRequest: {
            /** @enum {string} */
            method: "card";
            number: string;
        };`,
      `Line: components["schemas"]["Priced"] & {
            sku?: string;
            /** @default 1 */
            count?: number;
        } & {
            sku: unknown;
            price: unknown;
            note: unknown;
        };`,
      `total?: components["schemas"]["Money"] | null;`,
      `state?: "open" | "closed" | null;`,
      `[key: string]: number | string | boolean;`,
      `Empty: Record<string, never>;`,
      `Free: Record<string, unknown>;`,
      `ListOfLists: string[][];`,
      `type NestedSchema = NestedSchema[];`,
    ],
    "operations.ts": [`| OrdersPost202Answer<203>;`],
  },
};

test("the generated files have the expected pieces", async (t) => {
  const folder = await makeFolder(t);
  for (const name of ["pets", "library", "files", "legacy", "events", "shop"] as const) {
    const files = await generateInto(join(folder, name), fixturePath(name));
    for (const [file, texts] of Object.entries(pieces[name])) {
      const generated = files.get(file) ?? "";
      for (const text of texts) assert.ok(generated.includes(text.trim()), `${name}/${file} does not have\n${text}`);
    }
  }
});

test("openapi.json has the operationIds of the handlers, also in links", async (t) => {
  const folder = await makeFolder(t);
  const files = await generateInto(folder, fixturePath("legacy"));
  const document = JSON.parse(files.get("openapi.json") ?? "");
  assert.equal(document.paths["/things"].get.operationId, "listThings2");
  assert.equal(document.paths["/things"].put.operationId, "listThings");
  assert.equal(document.paths["/things"].get.responses["200"].links.again.operationId, "listThings2");
  assert.equal(document.paths["/things"].get.responses["200"].links.put.operationId, "listThings");
});

test("a configured type wraps what handlers return", async (t) => {
  const returned = { name: "Returned", from: "./tests/returned.ts" };
  const files = await generateInto(await makeFolder(t), fixturePath("pets"), { returned });
  const text = files.get("operations.ts") ?? "";
  assert.match(text, /^import type \{ Returned \} from ".*\/tests\/returned\.ts";$/m);
  assert.ok(text.includes("getPet(request: GetPetRequest): Promise<Returned<GetPetAnswer>>;"));
});
