import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { DocumentError, type DocumentProblem } from "../../src/openapi/problem.ts";
import { generateInto, makeFolder, writeDocuments } from "./fixtures.ts";

interface ExpectedProblem {
  /** The name of the file; `api.yaml` by default. */
  readonly file?: string;
  readonly pointer: string | undefined;
  readonly line?: number;
  readonly message: string;
}

/** A minimal document with paths and components. */
function document(version: string, paths: string, components = ""): string {
  const indented = (text: string) => text.trim().replaceAll(/^/gm, "  ");
  const tail = components === "" ? "" : `components:\n${indented(components)}\n`;
  return `openapi: ${version}\ninfo: { title: T, version: "1" }\npaths:\n${indented(paths)}\n${tail}`;
}

const get = (rest: string) => `/a:\n  get:\n    ${rest}\n    responses: { "200": { description: Yes } }`;

const cases: Readonly<
  Record<string, readonly [files: string | Readonly<Record<string, string>>, ...wanted: ExpectedProblem[]]>
> = {
  "no such file": [{}, { pointer: undefined, message: "there is no such file" }],
  "an empty file": ["", { pointer: "#/openapi", message: "must be 3.0.x or 3.1.x; there is none" }],
  "bad YAML": [
    "openapi: 3.0.3\ninfo: { title: T\npaths: {}\n",
    { pointer: undefined, line: 3, message: "is not YAML: " },
  ],
  "a key twice": [
    "openapi: 3.0.3\nopenapi: 3.0.3\n",
    { pointer: undefined, line: 2, message: "is not YAML: Map keys must be unique" },
  ],
  "bad JSON in another file": [
    { "api.yaml": document("3.0.3", "/a: { $ref: paths/a.json }"), "paths/a.json": '{\n  "get": {,}\n}' },
    { pointer: "#/paths/~1a/$ref", line: 4, message: '"paths/a.json" cannot be read: is not JSON: ' },
  ],
  "an alias within its own anchor": ["a: &a\n  b: *a\n", { pointer: undefined, message: "is not YAML: " }],
  "Swagger 2": [
    'swagger: "2.0"\ninfo: {}\n',
    { pointer: "#/openapi", message: "must be 3.0.x or 3.1.x; there is none" },
  ],
  "a later version": [
    document("3.2.0", "{}").replace("  {}", "  /a: {}"),
    { pointer: "#/openapi", line: 1, message: 'must be 3.0.x or 3.1.x; this is "3.2.0"' },
  ],
  "a version that is a number": [
    "openapi: 3.0\n",
    { pointer: "#/openapi", line: 1, message: "must be 3.0.x or 3.1.x; this is 3" },
  ],
  "no paths in 3.0": [
    'openapi: 3.0.3\ninfo: { title: T, version: "1" }\n',
    { pointer: "#", message: "must have required property 'paths'" },
  ],
  "nothing at all in 3.1": [
    'openapi: 3.1.0\ninfo: { title: T, version: "1" }\n',
    { pointer: "#", message: "must have required property 'paths'" },
  ],
  "an unknown key": [
    document("3.0.3", get("sumary: typo")),
    { pointer: "#/paths/~1a/get", line: 6, message: 'must not have "sumary"' },
  ],
  "an unknown key in 3.1": [
    document("3.1.0", get("sumary: typo")),
    { pointer: "#/paths/~1a/get", line: 6, message: 'must not have "sumary"' },
  ],
  "a path without its slash": [
    document("3.0.3", get("summary: S").replace("/a", "a")),
    { pointer: "#/paths", line: 4, message: 'must not have "a"' },
  ],
  "a schema's type that is none": [
    document("3.0.3", get("parameters: [{ name: q, in: query, schema: { type: text } }]")),
    {
      pointer: "#/paths/~1a/get/parameters/0/schema/type",
      line: 6,
      message: 'must be one of "array", "boolean", "integer", "number", "object", "string"',
    },
  ],
  "the spelling of nullable of 3.1 in 3.0": [
    document("3.0.3", get("summary: S"), 'schemas:\n  A: { type: [string, "null"] }'),
    { pointer: "#/components/schemas/A/type", line: 10, message: 'must be string; must be one of "array"' },
  ],
  "a schema's type that is none in 3.1": [
    document("3.1.0", get("summary: S"), "schemas:\n  A:\n    properties:\n      b: { type: text }"),
    { pointer: "#/components/schemas/A/properties/b/type", line: 12, message: 'must be one of "array"' },
  ],
  "a schema that is text in 3.1": [
    document("3.1.0", get("summary: S"), "schemas: { A: nothing }"),
    { pointer: "#/components/schemas/A", message: "must be object,boolean" },
  ],
  "a parameter without schema": [
    document("3.0.3", get("parameters: [{ name: q, in: query }]")),
    { pointer: "#/paths/~1a/get/parameters/0", line: 6, message: "must have required property 'schema'" },
  ],
  "a style that its place does not have": [
    document("3.1.0", get("parameters: [{ name: q, in: query, style: matrix, schema: {} }]")),
    { pointer: "#/paths/~1a/get/parameters/0/style", message: 'must be one of "form"' },
  ],
  "a security scheme that lacks what its type needs": [
    document("3.0.3", get("summary: S"), "securitySchemes: { key: { type: apiKey, in: header } }"),
    { pointer: "#/components/securitySchemes/key", line: 9, message: "must have required property 'name'" },
  ],
  "a style that its place does not have in 3.0": [
    document("3.0.3", get("parameters: [{ name: q, in: query, style: matrix, schema: {} }]")),
    { pointer: "#/paths/~1a/get/parameters/0/style", message: 'must be one of "form"' },
  ],
  "a status that is none": [
    document("3.0.3", '/a:\n  get:\n    responses: { "99": { description: No } }'),
    { pointer: "#/paths/~1a/get/responses", message: 'must not have "99"' },
  ],
  "the name of a component that cannot be": [
    document("3.1.0", get("summary: S"), 'schemas: { "a b": { type: string } }'),
    { pointer: "#/components/schemas", message: 'must not have "a b"' },
  ],
  "a reference to nothing": [
    document("3.0.3", get("parameters: [{ $ref: '#/components/parameters/Q' }]")),
    { pointer: "#/paths/~1a/get/parameters/0/$ref", line: 6, message: '"#/components/parameters/Q" refers to nothing' },
  ],
  "a reference to no file": [
    document("3.0.3", get("parameters: [{ $ref: 'q.yaml#/Q' }]")),
    {
      pointer: "#/paths/~1a/get/parameters/0/$ref",
      line: 6,
      message: '"q.yaml#/Q" cannot be read: there is no such file',
    },
  ],
  "a reference to nothing in another file, from a third": [
    {
      "api.yaml": document("3.0.3", "/a: { $ref: 'paths/a.yaml#/item' }"),
      "paths/a.yaml": "item:\n  get:\n    responses:\n      '200': { $ref: '../b.json#/Answer' }\n",
      "b.json": "{}",
    },
    {
      file: "paths/a.yaml",
      pointer: "#/item/get/responses/200/$ref",
      line: 4,
      message: '"../b.json#/Answer" refers to nothing',
    },
  ],
  "an error in another file": [
    {
      "api.yaml": document("3.1.0", get("parameters: [{ $ref: 'q.json#/Q' }]")),
      "q.json": '{\n  "Q": {\n    "name": "q",\n    "in": "nowhere",\n    "schema": {}\n  }\n}',
    },
    { file: "q.json", pointer: "#/Q/in", line: 4, message: 'must be one of "query", "header", "path", "cookie"' },
  ],
  "a reference over the network": [
    document("3.0.3", get("parameters: [{ $ref: 'https://example.com/q.yaml' }]")),
    { pointer: "#/paths/~1a/get/parameters/0/$ref", message: '"https://example.com/q.yaml" is not a file' },
  ],
  "a reference that ends at itself": [
    document(
      "3.0.3",
      get("summary: S"),
      "schemas:\n  A: { $ref: '#/components/schemas/B' }\n  B: { $ref: '#/components/schemas/A' }",
    ),
    { pointer: "#/components/schemas/A/$ref", line: 10, message: '"#/components/schemas/B" ends at itself' },
    { pointer: "#/components/schemas/B/$ref", line: 11, message: '"#/components/schemas/A" ends at itself' },
  ],
  "a reference to something else": [
    document("3.0.3", get("parameters: [{ $ref: '#/components/schemas/Q' }]"), "schemas: { Q: { type: string } }"),
    {
      pointer: "#/paths/~1a/get/parameters/0/$ref",
      message: `"#/components/schemas/Q" must refer to one of the components' parameters`,
    },
  ],
  "a mapping to nothing": [
    document(
      "3.0.3",
      get("summary: S"),
      "schemas:\n  A: { oneOf: [{ $ref: '#/components/schemas/B' }], discriminator: { propertyName: p, mapping: { x: '#/components/schemas/C' } } }\n  B: {}",
    ),
    {
      pointer: "#/components/schemas/A/discriminator/mapping/x",
      line: 10,
      message: '"#/components/schemas/C" refers to nothing',
    },
  ],
  "an operationId twice": [
    document("3.0.3", `${get("operationId: a")}\n${get("operationId: a").replace("/a", "/b")}`),
    {
      pointer: "#/paths/~1b/get/operationId",
      line: 10,
      message: '"a" is the operationId at #/paths/~1a/get/operationId too',
    },
  ],
  "a path parameter that is not declared": [
    document("3.0.3", get("summary: S").replace("/a", "/a/{id}")),
    { pointer: "#/paths/~1a~1{id}/get", line: 6, message: 'the path parameter "id" is not declared' },
  ],
  "a path parameter that is not in the path": [
    document("3.0.3", get("parameters: [{ name: id, in: path, required: true, schema: {} }]")),
    { pointer: "#/paths/~1a/get/parameters/0", line: 6, message: 'the path parameter "id" is not in "/a"' },
  ],
  "a path parameter that is not required": [
    document("3.1.0", get("parameters: [{ name: id, in: path, schema: {} }]").replace("/a", "/{id}")),
    { pointer: "#/paths/~1{id}/get/parameters/0", message: "must have required property 'required'" },
  ],
  "a parameter twice": [
    document(
      "3.0.3",
      get("parameters: [{ name: q, in: query, schema: {} }, { name: q, in: query, schema: { type: string } }]"),
    ),
    { pointer: "#/paths/~1a/get/parameters/1", message: 'the query parameter "q" is declared twice' },
  ],
  "a path twice": [
    document(
      "3.0.3",
      "/a/{b}: { parameters: [{ name: b, in: path, required: true, schema: {} }] }\n/a/{c}: { parameters: [{ name: c, in: path, required: true, schema: {} }] }",
    ),
    { pointer: "#/paths/~1a~1{c}", line: 5, message: 'is the same path as "/a/{b}"' },
  ],
  "an unknown security scheme": [
    document("3.0.3", get("security: [{ key: [] }]")),
    { pointer: "#/paths/~1a/get/security/0/key", line: 6, message: 'there is no security scheme "key"' },
  ],
  "several errors at once": [
    document("3.0.3", "/a:\n  get: { responses: {} }\n  put: { tags: 1, responses: { '200': {} } }"),
    { pointer: "#/paths/~1a/get/responses", line: 5, message: "must NOT have fewer than 1 properties" },
    { pointer: "#/paths/~1a/put/tags", line: 6, message: "must be array" },
    { pointer: "#/paths/~1a/put/responses/200", line: 6, message: "must have required property 'description'" },
  ],
};

for (const [name, [files, ...wanted]] of Object.entries(cases)) {
  test(`is refused: ${name}`, async (t) => {
    const folder = await makeFolder(t);
    await writeDocuments(folder, typeof files === "string" ? { "api.yaml": files } : files);
    await writeDocuments(folder, { "out/schema.ts": "what was there before" });

    const error = await generateInto(join(folder, "out"), join(folder, "api.yaml")).then(
      () => assert.fail("It was generated"),
      (reason: unknown) => reason,
    );

    assert.ok(error instanceof DocumentError, String(error));
    const found = error.problems.map(({ file, pointer, line, message }) => ({ file, pointer, line, message }));
    assert.deepEqual(
      found.map((problem, index) => likeWanted(problem, wanted[index])),
      wanted.map((each) => ({ ...each, file: join(folder, each.file ?? "api.yaml") })),
    );
    assert.equal(await readFile(join(folder, "out/schema.ts"), "utf8"), "what was there before");
  });
}

test("the message of a problem has file, line, pointer and description", () => {
  const error = new DocumentError(
    [{ file: "/x/api.yaml", pointer: "#/paths", line: 3, column: 7, message: "must be object" }],
    [],
  );
  assert.equal(error.message, "/x/api.yaml:3:7 #/paths: must be object");
});

/** A problem as far as it matters: of a message just its beginning, and the line only where it is asked for. */
function likeWanted(found: Omit<DocumentProblem, "column">, wanted: ExpectedProblem | undefined): object {
  const { line, message, ...rest } = found;
  const begins = wanted !== undefined && message.startsWith(wanted.message);
  return { ...rest, ...(wanted?.line === undefined ? {} : { line }), message: begins ? wanted.message : message };
}
