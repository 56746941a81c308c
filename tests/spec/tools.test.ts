import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import addFormats from "ajv-formats";
import { type Document, OpenAPIBackend } from "openapi-backend";
import openapiTypescript, { astToString } from "openapi-typescript";
import { parse } from "yaml";
import { packageRoot } from "../../src/util/package-root.ts";
import { operations, readDocument } from "./document.ts";

test("Redocly's recommended-strict has no findings", async () => {
  assert.deepEqual(await lint(packageRoot), []);
});

test("the test above finds violations", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "minifb-spec-"));
  t.after(() => rm(folder, { recursive: true }));
  await copyFile(join(packageRoot, "redocly.yaml"), join(folder, "redocly.yaml"));
  const document = await readFile(join(packageRoot, "openapi.yaml"), "utf8");
  await writeFile(join(folder, "openapi.yaml"), document.replace("operationId: listPosts", "operationId: getPost"));
  assert.deepEqual(await lint(folder), ["operation-operationId-unique"]);
});

test("openapi-backend accepts it in strict mode without a warning", async (t) => {
  const warnings = warningsOf(t);
  const definition: Document = parse(await readFile(join(packageRoot, "openapi.yaml"), "utf8"));
  const api = new OpenAPIBackend({ definition, strict: true, customizeAjv: (ajv) => addFormats.default(ajv) });
  await api.init();
  assert.equal(api.getOperations().length, operations(readDocument()).length);
  assert.deepEqual(warnings(), []);
});

test("openapi-typescript generates types without a warning", async (t) => {
  const warnings = warningsOf(t);
  const types = astToString(await openapiTypescript(await readFile(join(packageRoot, "openapi.yaml"), "utf8")));
  assert.match(types, /export interface operations/);
  assert.deepEqual(warnings(), []);
});

/** The rules of Redocly's configuration that a folder's openapi.yaml violates, including ignored ones. */
async function lint(folder: string): Promise<readonly string[]> {
  const cli = join(packageRoot, "node_modules/@redocly/cli/bin/cli.js");
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", CI: "true" };
  const output = await new Promise<string>((resolve) => {
    // Exit status 1 means that there are findings.
    execFile(process.execPath, [cli, "lint", "openapi.yaml", "--format", "json"], { cwd: folder, env }, (_, stdout) =>
      resolve(stdout),
    );
  });
  const { problems }: { problems: readonly { ruleId: string }[] } = JSON.parse(output);
  return problems.map(({ ruleId }) => ruleId);
}

function warningsOf(t: TestContext): () => readonly unknown[] {
  const mocks = [t.mock.method(console, "warn", () => {}), t.mock.method(console, "error", () => {})];
  return () => mocks.flatMap(({ mock }) => mock.calls.map((call) => call.arguments));
}
