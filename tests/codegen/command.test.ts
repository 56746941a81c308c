import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseOptions } from "../../src/codegen/options.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { fixturePath, makeFolder, writeDocuments } from "./fixtures.ts";

/** The command: compiled, or its source if the runtime strips types. */
const main = fileURLToPath(new URL(`../../src/codegen/main${extname(import.meta.url)}`, import.meta.url));

const tiny = (summary: string) =>
  `openapi: 3.0.3\ninfo: { title: T, version: "1" }\npaths:\n  /a:\n    get:\n      summary: ${summary}\n      responses: { "200": { description: Yes } }\n`;

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], cwd = packageRoot, command = main): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [command, ...args], { cwd }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

test("the generated files of this repository are up to date with openapi.yaml", async () => {
  assert.deepEqual(await run(["--check"]), { code: 0, stdout: "", stderr: "" });
});

test("--check lists the files that differ, changes nothing and exits 1", async (t) => {
  const folder = await makeFolder(t);
  const out = join(folder, "out");
  const args = ["--spec", fixturePath("pets"), "--out", out];
  assert.equal((await run([...args, "--check"])).code, 1);
  assert.equal((await run(args)).code, 0);
  assert.deepEqual(await run([...args, "--check"]), { code: 0, stdout: "", stderr: "" });

  await writeFile(join(out, "schema.ts"), "// edited\n");
  const { code, stderr } = await run([...args, "--check"]);
  assert.equal(code, 1);
  assert.match(stderr, /schema\.ts/);
  assert.doesNotMatch(stderr, /operations\.ts|openapi\.json/);
  assert.equal(await readFile(join(out, "schema.ts"), "utf8"), "// edited\n");
});

test("--spec and --out are relative to the working directory, and a second run writes nothing", async (t) => {
  const folder = await makeFolder(t);
  await writeDocuments(folder, { "docs/api.yaml": tiny("One") });
  const args = ["--spec", "docs/api.yaml", "--out", "made"];
  const first = await run(args, folder);
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /^Wrote schema\.ts, operations\.ts, /);
  const written = await stat(join(folder, "made/operations.ts"));
  const second = await run(args, folder);
  assert.match(second.stdout, /^Nothing to change in /);
  assert.equal((await stat(join(folder, "made/operations.ts"))).mtimeMs, written.mtimeMs);
});

test("an invalid document exits 1, is reported with file, line and pointer, and leaves the old files", async (t) => {
  const folder = await makeFolder(t);
  await writeDocuments(folder, { "api.yaml": tiny("One") });
  const args = ["--spec", "api.yaml", "--out", "out"];
  await run(args, folder);
  const before = await contentsOf(join(folder, "out"));

  await writeDocuments(folder, { "api.yaml": tiny("One").replace("summary", "sumary") });
  for (const more of [[], ["--check"]]) {
    const { code, stdout, stderr } = await run([...args, ...more], folder);
    assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
    assert.equal(stderr, 'api.yaml:6:7 #/paths/~1a/get: must not have "sumary"\n');
  }
  assert.deepEqual(await contentsOf(join(folder, "out")), before);
});

for (const [args, message] of [
  [["--nonsense"], "--nonsense"],
  [["check"], "check"],
  [["--spec", "x.yaml"], "--spec and --out go together"],
  [["--out", "x"], "--spec and --out go together"],
  [["--check", "--watch"], "--check and --watch exclude each other"],
] as const) {
  test(`the arguments ${args.join(" ")} are refused`, () => {
    assert.throws(
      () => parseOptions(args),
      (error: Error) => error.message.includes(message),
    );
  });
}

test("invalid arguments exit 1 and show the usage", async () => {
  const { code, stdout, stderr } = await run(["--nonsense"]);
  assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
  assert.match(stderr, /Unknown option '--nonsense'/);
  assert.match(stderr, /Usage: npm run codegen/);
});

test("--help lists every option", async () => {
  const { code, stdout } = await run(["--help"]);
  assert.equal(code, 0);
  for (const option of ["--check", "--watch", "--spec FILE --out DIR", "--help"])
    assert.ok(stdout.includes(option), option);
});

test("the generator builds and runs by itself, so that errors in the rest of the repository do not stop it", async (t) => {
  const folder = await makeFolder(t);
  const tsc = join(packageRoot, "node_modules/typescript/bin/tsc");
  const project = join(packageRoot, "src/codegen/tsconfig.build.json");
  const built = await new Promise<number | null>((resolve) => {
    const args = [tsc, "-p", project, "--outDir", join(folder, "dist"), "--tsBuildInfoFile", join(folder, "buildinfo")];
    spawn(process.execPath, args, { stdio: "inherit" }).once("exit", resolve);
  });
  assert.equal(built, 0);
  assert.deepEqual((await readdir(join(folder, "dist/src"))).sort(), ["codegen", "openapi", "util"]);
  await symlink(join(packageRoot, "node_modules"), join(folder, "node_modules"));
  await writeDocuments(folder, { "openapi.yaml": tiny("One") });
  const copy = join(folder, "dist/src/codegen/main.js");
  const { code, stdout, stderr } = await run([], folder, copy);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^Wrote schema\.ts, operations\.ts, client\.ts, openapi\.json to generated$/m);
});

test("--watch generates again after a change of any of the document's files, and survives invalid ones", async (t) => {
  const folder = await makeFolder(t);
  const item = (summary: string) => `get:\n  summary: ${summary}\n  responses: { "200": { description: Yes } }\n`;
  await writeDocuments(folder, {
    "api.yaml": tiny("x").replace(/get:[\s\S]*/, "$ref: a.yaml\n"),
    "a.yaml": item("One"),
  });
  const watcher = spawn(process.execPath, [main, "--watch", "--spec", "api.yaml", "--out", "out"], { cwd: folder });
  t.after(() => stop(watcher));
  const output = outputOf(t, watcher);

  await output("Wrote schema.ts");
  assert.match(await readFile(join(folder, "out/operations.ts"), "utf8"), /One/);

  await writeDocuments(folder, { "a.yaml": item("Two").replace("summary", "sumary") });
  await output('a.yaml:2:3 #/get: must not have "sumary"');
  assert.match(await readFile(join(folder, "out/operations.ts"), "utf8"), /One/);

  await writeDocuments(folder, { "a.yaml": item("{ $ref: nowhere }") });
  await output("#/get/summary: must be string");

  await writeDocuments(folder, { "a.yaml": item("Three") });
  await output("Wrote schema.ts");
  assert.match(await readFile(join(folder, "out/operations.ts"), "utf8"), /Three/);
});

/** Returns a function that waits until the process has written a text since the last call. */
function outputOf(t: TestContext, child: ChildProcess): (text: string) => Promise<void> {
  let received = "";
  let listener = (): void => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      received += chunk;
      listener();
    });
  }
  return (text) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`The process did not write ${JSON.stringify(text)}, only\n${received}`)),
        60_000,
      );
      t.after(() => clearTimeout(timer));
      listener = () => {
        const at = received.indexOf(text);
        if (at === -1) return;
        received = received.slice(at + text.length);
        clearTimeout(timer);
        resolve();
      };
      listener();
    });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, "exit");
}

async function contentsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder)).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const)),
  );
}
