import assert from "node:assert/strict";
import { test } from "node:test";
import { type DocumentedOperation, operationsOf } from "../../src/docs/operations.ts";
import { samplesOf } from "../../src/docs/samples.ts";

const login = { id: "ada", password: "cogs" };

function sources(operation: Partial<DocumentedOperation>): Readonly<Record<string, string>> {
  const whole: DocumentedOperation = {
    id: "doIt",
    method: "GET",
    path: "/it",
    tag: "A",
    tagName: "A",
    summary: "",
    isOpen: false,
    permissions: ["member"],
    refusal: undefined,
    example: { path: {}, query: {}, body: undefined },
    answer: "value",
    ...operation,
  };
  return Object.fromEntries(samplesOf(whole, login).map(({ label, source }) => [label, source]));
}

test("a write has its body in each language's own words, safely quoted", () => {
  const body = { isNew: true, bio: null, content: 'Ada\'s "loom" multiplies, and today it has learnt to divide, too' };
  const { curl, TypeScript, Python } = sources({
    method: "PATCH",
    path: "/post/{postId}",
    example: { path: { postId: 14 }, query: {}, body },
  });
  assert.equal(
    curl,
    `curl http://localhost:3000/post/14 \\
  -X PATCH \\
  -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '{
  "isNew": true,
  "bio": null,
  "content": "Ada'\\''s \\"loom\\" multiplies, and today it has learnt to divide, too"
}'`,
  );
  assert.equal(
    TypeScript,
    `import { createClient } from "minifb-client";

const client = createClient({ baseUrl: "http://localhost:3000" });
await client.logIn({ body: { id: "ada", password: "cogs" } });

const answer = await client.doIt({
  path: { postId: 14 },
  body: {
    isNew: true,
    bio: null,
    content: "Ada's \\"loom\\" multiplies, and today it has learnt to divide, too",
  },
});
console.log(answer);`,
  );
  assert.equal(
    Python,
    `import json
import os
from urllib.request import Request, urlopen

request = Request(
    "http://localhost:3000/post/14",
    method="PATCH",
    headers={
        "Authorization": f"Bearer {os.environ['TOKEN']}",
        "Content-Type": "application/json",
    },
    data=json.dumps({
        "isNew": True,
        "bio": None,
        "content": "Ada's \\"loom\\" multiplies, and today it has learnt to divide, too",
    }).encode(),
)
with urlopen(request) as response:
    print(response.status, response.read().decode())`,
  );
});

test("what needs no token shows none, and lists go from page to page", () => {
  const open = sources({ isOpen: true });
  assert.equal(open.curl, "curl http://localhost:3000/it");
  for (const source of Object.values(open)) assert.doesNotMatch(source, /TOKEN|logIn/);
  const list = sources({
    answer: "page",
    example: { path: {}, query: { zone: "Asia/Seoul", limit: 20 }, body: undefined },
  });
  assert.match(list.curl ?? "", /^curl 'http:\/\/localhost:3000\/it\?zone=Asia%2FSeoul&limit=20'/);
  assert.match(
    list.TypeScript ?? "",
    /^for await \(const item of client\.pages\.doIt\(\{ query: \{ zone: .*\) console/m,
  );
});

test("an example request has what is required and what has a default, wherever the document defines it", () => {
  const [operation] = operationsOf({
    components: { parameters: { Id: { name: "id", in: "path", required: true, example: "a b" } } },
    paths: {
      "/it/{id}": {
        get: {
          parameters: [
            { $ref: "#/components/parameters/Id" },
            { name: "limit", in: "query", schema: { default: 5 }, example: 7 },
            { name: "cursor", in: "query", schema: {}, example: "c" },
          ],
          responses: { "204": {} },
        },
      },
    },
  });
  assert.deepEqual(operation?.example, { path: { id: "a b" }, query: { limit: 7 }, body: undefined });
});
