import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { config } from "../../codegen.config.ts";
import { generate } from "../../src/codegen/generate.ts";
import { writeFiles } from "../../src/codegen/output.ts";
import { loadModel } from "../../src/codegen/routes.ts";
import { ScaffoldError, scaffold } from "../../src/scaffold/scaffold.ts";
import { appendToArgument, appendToRegistry } from "../../src/scaffold/source-edits.ts";
import { migrations } from "../../src/server/database/migrations/all.ts";
import { packageRoot } from "../../src/util/package-root.ts";

const operations = `
  /post/{postId}/scaffolded:
    post:
      operationId: scaffoldPost
      tags: [Scaffolded]
      summary: Scaffold a post
      x-permission: member
      parameters: [{ $ref: "#/components/parameters/PostId" }]
      responses:
        "201": { description: The post is scaffolded. }
  /post/{postId}/scaffolded-too:
    post:
      operationId: scaffoldPostToo
      tags: [Post]
      summary: Scaffold a post, too
      x-permission: owner
      parameters: [{ $ref: "#/components/parameters/PostId" }]
      responses:
        "200": { description: The post is scaffolded. }
`;

/** A copy of the sources whose document has two operations more: one of a new tag, one of a tag that has handlers. */
async function copyWithOperations(t: TestContext): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "minifb-scaffold-"));
  t.after(() => rm(root, { recursive: true, force: true }));
  for (const name of ["src", "generated", "codegen.config.ts", "tsconfig.json", "package.json"]) {
    await cp(join(packageRoot, name), join(root, name), { recursive: true });
  }
  const sources = { include: ["src", "generated"], compilerOptions: { noEmit: true, incremental: false } };
  await writeFile(join(root, "tsconfig.sources.json"), JSON.stringify({ extends: "./tsconfig.json", ...sources }));
  await symlink(join(packageRoot, "node_modules"), join(root, "node_modules"));
  const document = await readFile(join(packageRoot, "openapi.yaml"), "utf8");
  await writeFile(join(root, "openapi.yaml"), document.replace("\ncomponents:\n", `${operations}\ncomponents:\n`));
  const { files } = await generate(config, root);
  await writeFiles(join(root, config.out), files);
  return root;
}

/** The compiler's messages on the server and its tools. */
function typeErrors(root: string): string {
  const tsc = join(packageRoot, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.sources.json"], { cwd: root, encoding: "utf8" });
  return stdout;
}

test("skeletons of a new tag, of a table and of an existing tag compile", { timeout: 120_000 }, async (t) => {
  const root = await copyWithOperations(t);
  assert.match(typeErrors(root), /scaffoldPost|ScaffoldedHandlers/, "without handlers the copy must not compile");
  const model = await loadModel(join(root, "openapi.yaml"));
  const nextNumber = String(migrations.length + 1).padStart(4, "0");
  const written = await scaffold({ root, model, operationId: "scaffoldPost", table: "scaffolds" });
  assert.deepEqual([...written.keys()].toSorted(), [
    "src/contract/rules/registry.ts",
    "src/contract/rules/scaffolded.ts",
    `src/server/database/migrations/${nextNumber}-scaffolds.ts`,
    "src/server/database/migrations/all.ts",
    "src/server/features/scaffolded/handlers.ts",
    "src/server/features/scaffolded/model.ts",
    "src/server/handlers.ts",
  ]);
  const extended = await scaffold({ root, model, operationId: "scaffoldPostToo", table: undefined });
  assert.deepEqual([...extended.keys()].toSorted(), [
    "src/contract/rules/post.ts",
    "src/server/features/post/handlers.ts",
  ]);
  assert.equal(typeErrors(root), "");

  await assert.rejects(
    scaffold({ root, model, operationId: "scaffoldPostToo", table: undefined }),
    /has scaffoldPostToo already/,
  );
  await assert.rejects(scaffold({ root, model, operationId: "fly", table: undefined }), ScaffoldError);
  await assert.rejects(
    scaffold({ root, model, operationId: "scaffoldPost", table: "Scaffold" }),
    /plural in lower case/,
  );
});

test("entries are appended to the list or object, whatever surrounds it", () => {
  assert.equal(
    appendToRegistry("const names: string[] = [\n  one,\n];\nconst more = [1];", "two"),
    "const names: string[] = [\n  one,\ntwo,\n];\nconst more = [1];",
  );
  assert.equal(
    appendToRegistry("function all() {\n  return { ...one };\n}", "...two"),
    "function all() {\n  return { ...one,\n...two,\n};\n}",
  );
  assert.equal(
    appendToArgument("other({}); implementPost({ /* } */ a() {} });", "implementPost", "b() {}"),
    "other({}); implementPost({ /* } */ a() {},\nb() {},\n});",
  );
  assert.throws(() => appendToRegistry("export {};", "one"), /no list/);
});
