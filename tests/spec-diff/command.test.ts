import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../../src/commands/spec-diff.js", import.meta.url));

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

function run(file: string, args: readonly string[], cwd: string): Promise<Outcome> {
  const own = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_AUTHOR_NAME: "A", GIT_AUTHOR_EMAIL: "a@example.com" };
  const env = { ...process.env, ...own, GIT_COMMITTER_NAME: "A", GIT_COMMITTER_EMAIL: "a@example.com" };
  return new Promise((done) => {
    execFile(file, [...args], { cwd, env }, (fault, out, error) => {
      done({ status: typeof fault?.code === "number" ? fault.code : fault ? -1 : 0, out, error });
    });
  });
}

const text = (version: string, maxLength: number) => `openapi: 3.0.3
info: { title: A test, version: ${version} }
paths:
  /thing:
    post:
      requestBody:
        content:
          application/json: { schema: { $ref: "schemas/thing.yaml#/Thing" } }
      responses: { "200": { description: "At most ${maxLength}" } }
`;
const schema = (maxLength: number) =>
  `Thing: { type: object, properties: { name: { type: string, maxLength: ${maxLength} } } }\n`;

async function write(folder: string, version: string, maxLength: number): Promise<void> {
  await mkdir(join(folder, "schemas"), { recursive: true });
  await writeFile(join(folder, "api.yaml"), text(version, maxLength));
  await writeFile(join(folder, "schemas", "thing.yaml"), schema(maxLength));
}

/** A repository in a temporary folder whose only commit has version 1.0.0, in two files. */
async function repository(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "minifb-spec-diff-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await write(folder, "1.0.0", 3);
  for (const args of [
    ["init", "--quiet"],
    ["add", "."],
    ["commit", "--quiet", "--message", "First"],
    ["tag", "v1"],
  ]) {
    const { status, error } = await run("git", args, folder);
    assert.equal(status, 0, error);
  }
  return folder;
}

const diff = (cwd: string, ...args: readonly string[]) =>
  run(process.execPath, [command, ...args, "--spec", "api.yaml"], cwd);

test("a breaking change fails until the version has a new major number", async (t) => {
  const folder = await repository(t);
  await write(folder, "1.1.0", 2);
  const refused = await diff(folder, "v1");
  assert.equal(refused.status, 1, refused.error);
  assert.equal(
    refused.out,
    `Breaks clients (1)
  POST /thing: \`name\` may now have at most 2 characters, it was 3: clients that send more are refused

Documentation only (1)
  POST /thing 200: the answer has another description

2 changes since 1.0.0: info.version is 1.1.0 and must be 2.0.0 at least.
`,
  );
  await write(folder, "2.0.0", 2);
  const accepted = await diff(folder, "v1");
  assert.equal(accepted.status, 0);
  assert.match(accepted.out, /2 changes since 1\.0\.0: version 2\.0\.0 is sufficient\.\n$/);
});

test("a compatible change passes and a version is suggested", async (t) => {
  const folder = await repository(t);
  await write(folder, "1.0.0", 4);
  const { status, out } = await diff(folder, "HEAD");
  assert.equal(status, 0);
  assert.match(out, /info\.version is 1\.0\.0 and should be 1\.1\.0 at least\.\n$/);
});

test("a file will do, nothing changed is said, and JSON is for programs", async (t) => {
  const folder = await repository(t);
  assert.deepEqual(await diff(folder, "api.yaml"), { status: 0, out: "Nothing has changed since 1.0.0.\n", error: "" });
  await write(folder, "1.0.0", 4);
  const { out } = await diff(folder, "HEAD", "--json");
  const { step, suggested, changes } = JSON.parse(out);
  assert.deepEqual([step, suggested, changes.length, changes[0].effect], ["minor", "1.1.0", 2, "compatible"]);
});

test("what cannot be compared ends with status 2, or is passed over where that is wanted", async (t) => {
  const folder = await repository(t);
  const nowhere = await diff(folder, "origin/main");
  assert.deepEqual(nowhere, { status: 2, out: "", error: "There is no file and no commit origin/main here\n" });
  const allowed = await diff(folder, "origin/main", "--missing-ok");
  assert.deepEqual(
    [allowed.status, allowed.out],
    [0, "There is no file and no commit origin/main here; nothing to compare with.\n"],
  );

  await writeFile(join(folder, "new.yaml"), text("1.0.0", 3));
  const lacking = await run(process.execPath, [command, "v1", "--spec", "new.yaml"], folder);
  assert.deepEqual([lacking.status, lacking.error], [2, "The commit v1 has no new.yaml\n"]);

  await writeFile(join(folder, "api.yaml"), "openapi: 3.0.3\n");
  assert.equal((await diff(folder, "v1")).status, 2);
  for (const args of [[], ["a", "b"], ["--unknown"]]) {
    const { status, error } = await run(process.execPath, [command, ...args], folder);
    assert.equal(status, 2);
    assert.match(error, /--help/);
  }
});

test("--help tells how", async () => {
  const { status, out } = await run(process.execPath, [command, "--help"], tmpdir());
  assert.equal(status, 0);
  assert.match(out, /^npm run spec:diff -- REF/);
});
