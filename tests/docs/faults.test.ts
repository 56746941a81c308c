import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { packageRoot } from "../../src/util/package-root.ts";
import { startDocs } from "./server.ts";

test("documentation that cannot be made is a 500 like any other, and is made as soon as it can be", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "minifb-docs-"));
  t.after(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, "generated"));
  for (const file of ["openapi.yaml", "generated/openapi.json", "generated/changelog.json"]) {
    await cp(join(packageRoot, file), join(folder, file));
  }
  await symlink(join(packageRoot, "node_modules"), join(folder, "node_modules"));
  const address = await startDocs(t, folder);
  const spec = join(folder, "openapi.yaml");

  await rename(spec, `${spec}.away`);
  const refused = await fetch(`${address}/docs`);
  assert.equal(refused.status, 500);
  assert.match(refused.headers.get("Content-Type") ?? "", /^application\/json/);
  const { result, hint }: { result: string; hint: string } = JSON.parse(await refused.text());
  assert.equal(result, "Internal Server Error");
  assert.match(hint, new RegExp(`ENOENT.*request ${refused.headers.get("X-Request-Id")}$`));

  await rename(`${spec}.away`, spec);
  assert.equal((await fetch(`${address}/docs`)).status, 200);
});
