import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { runtimeItems } from "../../../src/server/runtime/ablation.ts";
import { clientOf } from "../../support/api.ts";
import { startProcess } from "../../support/server-process.ts";
import { testDatabase } from "../../support/test-database.ts";

for (const runtime of ["node", "deno"] as const) {
  test(`${runtime}: a server without any runtime item gives the same answers`, async (t) => {
    const database = await testDatabase("sqlite");
    const server = startProcess({
      module: "src/server/main",
      runtime,
      env: { ...database.env, PORT: "0", PBKDF2_ITERATIONS: "1000", MINIFB_WITHOUT: runtimeItems.join(",") },
    });
    t.after(async () => {
      await server.stop();
      await database.drop();
    });
    const url = /http:[^,]+/.exec(await server.line(/ready at http/))?.[0] ?? "";
    const credentials = { id: "ada.lovelace", password: "an engine of cogs" };
    await clientOf(url).call("signUp", 201, { body: { ...credentials, name: "Ada" } });
    const { body: tokens } = await clientOf(url).call("logIn", 200, { body: credentials });
    const client = clientOf(url, tokens.accessToken);
    for (const content of ["first", "second"]) await client.call("createPost", 201, { body: { content } });
    const { body: page } = await client.call("listPosts", 200, { query: { limit: 1 } });
    const { body: rest } = await client.call("listPosts", 200, { query: { cursor: String(page.nextCursor) } });
    const contents = [...page.items, ...rest.items].map(({ content }) => content);
    assert.deepEqual(contents, ["second", "first"]);
    await clientOf(url).call("getPost", 403, { path: { postId: 1 } });
    await server.line(/"path":"\/post","operationId":"listPosts","status":200,"ms":[\d.]+,"msg":"answered"/);
  });
}

test("a name that is not a runtime item is refused, so that no measurement runs without its ablation", async () => {
  const main = fileURLToPath(new URL("../../../src/server/main.js", import.meta.url));
  const run = promisify(execFile)(process.execPath, [main], {
    env: { ...process.env, MINIFB_WITHOUT: "compose,compsoe" },
  });
  await assert.rejects(run, (error: Error) => {
    assert.match(error.message, /MINIFB_WITHOUT: compsoe must be some of .*compose/);
    assert.doesNotMatch(error.message, /\n +at /);
    return true;
  });
});
