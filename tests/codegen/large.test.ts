import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { compile } from "./compile.ts";
import { generateInto, makeFolder, writeDocuments } from "./fixtures.ts";

test("a document of 350 operations", async (t) => {
  const folder = await makeFolder(t);
  await writeDocuments(folder, { "large.json": JSON.stringify(largeDocument(70)) });
  const files = await generateInto(join(folder, "out"), join(folder, "large.json"));

  const operations = files.get("operations.ts") ?? "";
  assert.equal(operations.match(/^ {4}operationId: /gm)?.length, 350);
  assert.equal(operations.match(/^export const implement/gm)?.length, 70);
  assert.deepEqual(compile([join(folder, "out/operations.ts"), join(folder, "out/client.ts")]), []);
});

/** Five operations a resource; each resource refers to the next. */
function largeDocument(resources: number): unknown {
  const numbers = Array.from({ length: resources }, (_, index) => index + 1);
  return {
    openapi: "3.0.3",
    info: { title: "Large", version: "1" },
    paths: Object.fromEntries(
      numbers.flatMap((number) => [
        [
          `/thing${number}`,
          { get: operation(`listThing${number}`, number), post: operation(`addThing${number}`, number) },
        ],
        [
          `/thing${number}/{id}`,
          {
            parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
            get: operation(`getThing${number}`, number),
            patch: operation(`changeThing${number}`, number),
            delete: operation(`deleteThing${number}`, number),
          },
        ],
      ]),
    ),
    components: {
      schemas: Object.fromEntries(numbers.map((number) => [`Thing${number}`, thing(number, resources)])),
      responses: { Fault: { description: "A fault", content: { "application/json": { schema: { type: "object" } } } } },
    },
  };
}

function operation(operationId: string, number: number): unknown {
  const content = { "application/json": { schema: { $ref: `#/components/schemas/Thing${number}` } } };
  const hasBody = /^(add|change)/.test(operationId);
  return {
    operationId,
    tags: [`Thing ${number}`],
    ...(hasBody ? { requestBody: { required: true, content } } : {}),
    responses: {
      200: { description: "It", content },
      "4XX": { $ref: "#/components/responses/Fault" },
      default: { description: "Else" },
    },
  };
}

function thing(number: number, resources: number): unknown {
  return {
    type: "object",
    required: ["id", "next"],
    properties: {
      id: { type: "integer", readOnly: true },
      next: { $ref: `#/components/schemas/Thing${(number % resources) + 1}` },
      secret: { type: "string", writeOnly: true },
    },
  };
}
