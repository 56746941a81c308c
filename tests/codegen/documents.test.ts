import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { packageRoot } from "../../src/util/package-root.ts";
import { compile } from "./compile.ts";
import { type Fixture, fixturePath, generateInto, makeFolder } from "./fixtures.ts";

const names: readonly Fixture[] = ["pets", "library", "files", "legacy", "events", "shop"];

test("the generated files of each document type-check with the project's tsconfig.json and with Deno", async (t) => {
  const folder = await makeFolder(t);
  for (const name of names) await generateInto(join(folder, name), fixturePath(name));
  const files = names.flatMap((name) =>
    ["schema.ts", "operations.ts", "client.ts"].map((file) => join(folder, name, file)),
  );
  assert.deepEqual(compile(files), []);

  const deno = join(packageRoot, "node_modules/.bin/deno");
  await promisify(execFile)(deno, ["check", "--quiet", "--no-lock", ...files], { cwd: folder });
});

test("generation is deterministic", async (t) => {
  const folder = await makeFolder(t);
  for (const name of names) {
    const first = await generateInto(join(folder, name), fixturePath(name));
    const second = await generateInto(join(folder, name), fixturePath(name));
    assert.deepEqual([...second], [...first]);
  }
});
