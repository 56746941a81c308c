import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runTestFile } from "./test-process.ts";

const files: [title: string, code: string, passed: number, failed: number, report: RegExp][] = [
  ["that passes", `test("a", () => {}); test("b", () => {});`, 2, 0, /^$/],
  ["with a failure", `test("a", () => {}); test("b", () => { throw new Error("cogs"); });`, 1, 1, /cogs/],
  ["with a skipped test", `test("a", () => {}); test.skip("b", () => {});`, 1, 1, /1 were skipped/],
  ["with a todo test", `test.todo("a");`, 0, 1, /1 were skipped/],
  ["without a test", "", 0, 1, /ended with 0/],
  ["with an empty suite", `test.describe("a", () => {});`, 0, 1, /no tests/],
  ["that cannot be loaded", `import "./absent.mjs"; test("a", () => {});`, 0, 1, /absent/],
  ["that exits before its tests end", `test("a", async () => { process.exit(0); });`, 0, 1, /ended with 0/],
  [
    "whose hook fails",
    `import { after } from "node:test"; test("a", () => {}); after(() => { throw new Error("hook"); });`,
    1,
    1,
    /hook/,
  ],
];

for (const [title, code, passed, failed, report] of files) {
  test(`the runner counts a file ${title}`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "minifb-runner-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, "sample.mjs");
    await writeFile(file, `import { test } from "node:test";\n${code}\n`);
    const result = await runTestFile(file, {});
    assert.deepEqual({ passed: result.passed, failed: result.failed }, { passed, failed }, result.report);
    assert.match(result.report, report);
  });
}
