import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Sample } from "../../src/docs/samples.ts";
import { root } from "../../src/root.ts";
import { early, late, sampleServer, samples, settle } from "./sample-world.ts";

const run = promisify(execFile);

/** How a sample is run: a command and what comes before the program's text. */
type Command = readonly [command: string, ...args: string[]];

/** On a developer's machine what is not installed is left out, and said to be; where the project is judged, it must be there. */
async function isInstalled(t: TestContext, command: string): Promise<boolean> {
  const found = await run(command, ["--version"]).then(
    () => true,
    () => false,
  );
  assert.ok(found || !process.env.CI, `${command} is not installed`);
  if (!found) t.skip(`${command} is not installed: its samples were not run`);
  return found;
}

/** A folder in which samples find the client package: this project's sources, which the package is built from. */
async function projectWithClient(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "minifb-samples-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const client = join(folder, "node_modules/minifb-client");
  await mkdir(client, { recursive: true });
  const built = join(dirname(fileURLToPath(import.meta.url)), "../../src/client/index.js");
  const main = { type: "module", exports: { types: "./index.d.ts", default: "./index.js" } };
  await writeFile(join(client, "package.json"), JSON.stringify({ name: "minifb-client", ...main }));
  await writeFile(join(client, "index.js"), `export * from ${JSON.stringify(built)};\n`);
  const sources = join(root, "src/client/index.ts");
  await writeFile(join(client, "index.d.ts"), `export * from ${JSON.stringify(sources)};\n`);
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  return folder;
}

async function runAll(label: Sample["label"], command: Command, cwd?: string): Promise<void> {
  const { api, source } = await sampleServer(label);
  const [file, ...args] = command;
  let token = "";
  const runOne = async (id: string) => {
    const env = { ...process.env, TOKEN: token };
    const { stdout } = await run(file, [...args, source(id)], { env, cwd, timeout: 20_000 });
    assert.notEqual(stdout.trim(), "", id);
    // Only curl succeeds when it was refused.
    assert.doesNotMatch(stdout, /"hint"/, id);
  };
  for (const id of early) await runOne(id);
  token = await settle(api);

  const printed = runUntilItPrints(
    file,
    [...args, source("streamNotifications")],
    { ...process.env, TOKEN: token },
    cwd,
  );
  let isHeard = false;
  const heard = printed.finally(() => {
    isHeard = true;
  });
  const [bob] = await api.members(1);
  while (!isHeard) await bob.call("createComment", 201, { path: { postId: 14 }, body: { content: "Hear me" } });
  await heard;

  for (const id of late) await runOne(id);
}

/** Ends a program that goes on for good as soon as it has told of a comment. */
async function runUntilItPrints(file: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd?: string) {
  const child = spawn(file, args, { env, cwd, stdio: ["ignore", "pipe", "inherit"], detached: true });
  try {
    let output = "";
    for await (const piece of child.stdout) {
      output += piece;
      if (/"?postId"?: ?14/.test(output)) return;
    }
    assert.fail(`It ended, having told: ${output}`);
  } finally {
    // The shell, and what it started.
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }
}

test("the samples for the shell do what they say", async (t) => {
  if (await isInstalled(t, "curl")) await runAll("curl", ["sh", "-c"]);
});

test("the samples in Python do what they say", async (t) => {
  if (await isInstalled(t, "python3")) await runAll("Python", ["python3", "-c"]);
});

test("the samples in TypeScript do what they say", async (t) => {
  const folder = await projectWithClient(t);
  await runAll("TypeScript", [process.execPath, "--input-type=module", "--eval"], folder);
});

test("every sample in TypeScript compiles against the client package", async (t) => {
  const folder = await projectWithClient(t);
  const files = await Promise.all(
    samples("TypeScript").map(async ([{ id }, source]) => {
      await writeFile(join(folder, `${id}.ts`), source);
      return `${id}.ts`;
    }),
  );
  assert.ok(files.length > 30);
  const typescript = join(root, "node_modules/typescript/bin/tsc");
  const options = [
    "--strict",
    "--noEmit",
    "--target",
    "es2023",
    "--module",
    "nodenext",
    "--lib",
    "es2023,dom,dom.iterable",
  ];
  const noSources = ["--allowImportingTsExtensions", "--types", "", "--skipLibCheck"];
  await run(process.execPath, [typescript, ...options, ...noSources, ...files], { cwd: folder }).catch(
    (error: unknown) => assert.fail(String(Reflect.get(Object(error), "stdout"))),
  );
});
