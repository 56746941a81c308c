import assert from "node:assert/strict";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "vite";
import { absentId } from "../../src/contract/data.ts";
import { uniqueId } from "../../src/contract/members.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { startApi } from "../support/api.ts";
import { type GeneratedFlowResult, generators } from "./generators.ts";
import { runIn } from "./package.ts";

const api = await startApi();
const document = join(packageRoot, "generated/openapi.json");

const compiler = [
  join(packageRoot, "node_modules/typescript/bin/tsc"),
  ...["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"],
  ...["--module", "esnext", "--moduleResolution", "bundler", "program.ts"],
];

for (const { name, command, program } of generators) {
  test(`${name} makes a client of the document that compiles and works`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "minifb-generator-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await symlink(join(packageRoot, "node_modules"), join(folder, "node_modules"));
    await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    await writeFile(join(folder, "program.ts"), program);

    await runIn(folder, process.execPath, command(document));
    assert.equal(await runIn(folder, process.execPath, compiler), "");

    const id = uniqueId();
    const result: GeneratedFlowResult = await (await load(folder)).flow(api.baseUrl, id, absentId);
    assert.deepEqual(result, {
      name: "Ada Lovelace",
      content: "Hello",
      newest: 1,
      absent: 204,
      conflict: { status: 409, hint: `The id '${id}' is taken` },
    });
  });
}

/** Bundles the program as a frontend's build would, since not every generator writes imports that Node resolves. */
async function load(folder: string) {
  await build({
    root: folder,
    configFile: false,
    logLevel: "error",
    build: { lib: { entry: "program.ts", formats: ["es"], fileName: "program" }, outDir: "built" },
  });
  return import(join(folder, "built/program.js"));
}
