import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { clientOf } from "../support/api.ts";
import { type ServerProcess, startProcess } from "../support/server-process.ts";

type Start = Parameters<typeof startProcess>[0];

function start(t: TestContext, options: Omit<Start, "module" | "env">): ServerProcess {
  const server = startProcess({ module: "src/commands/minifb", env: {}, ...options });
  t.after(async () => {
    server.child.kill("SIGKILL");
    await server.ended();
  });
  return server;
}

for (const runtime of ["node", "deno"] as const) {
  test(`${runtime}: minifb mock serves the document, its docs and the frontend, with no database`, async (t) => {
    const server = start(t, { runtime, args: ["mock", "--port", "0"] });
    const line = await server.line(/ready at http/);
    const url = /openapi\.yaml is ready at (http:\/\/127\.0\.0\.1:\d+), docs at \1\/docs/.exec(line)?.[1];
    assert.ok(url, line);
    const client = clientOf(url, "any.token");
    const { body } = await client.call("createPost", 201, { body: { content: "Hello" } });
    await client.call("getPost", 200, { path: { postId: body.id } });
    await client.call("createPost", 400, { body: { content: "" } });
    for (const path of ["/", "/docs", "/openapi.yaml"]) assert.equal((await fetch(url + path)).status, 200, path);
  });
}

test("minifb mock serves another document, and says what is wrong with one", async (t) => {
  const server = start(t, { args: ["mock", "--port", "0", "--spec", "tests/mock/shelf.yaml"] });
  const url = /shelf\.yaml is ready at (http:\S+?)"/.exec(await server.line(/ready at http/))?.[1];
  const answer = await fetch(`${url}/books`, { headers: { authorization: "Bearer x" } });
  assert.equal(answer.status, 200);
  const missing = start(t, { args: ["mock", "--spec", "nowhere.yaml"] });
  assert.deepEqual(await missing.ended(), { code: 1, signal: null });
  assert.match(missing.output(), /^nowhere\.yaml: there is no such file$/m);
  const misspelt = start(t, { args: ["mock", "--prot", "80"] });
  assert.deepEqual(await misspelt.ended(), { code: 1, signal: null });
  assert.match(misspelt.output(), /'--prot'[\s\S]*--help/);
});
