import assert from "node:assert/strict";
import { execFile, type SpawnOptions, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Sample } from "../../src/docs/samples.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { early, late, sampleServer, samples, settle } from "./sample-data.ts";

const run = promisify(execFile);

/** How the samples of a language are run: the command, where, and the one program that several of them make. */
interface Runner {
  readonly label: Sample["label"];
  readonly command: readonly [command: string, ...args: string[]];
  readonly folder: string;
  join(sources: readonly string[]): Promise<string> | string;
}

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
  const sources = join(packageRoot, "src/client/index.ts");
  await writeFile(join(client, "index.d.ts"), `export * from ${JSON.stringify(sources)};\n`);
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  return folder;
}

async function runAll({ label, command, folder, join }: Runner): Promise<void> {
  const { api, source } = await sampleServer(label);
  const [file, ...args] = command;
  const runThese = async (ids: readonly string[], token: string) => {
    const program = await join(ids.map(source));
    const options = { cwd: folder, env: { ...process.env, TOKEN: token }, timeout: 60_000 };
    const { stdout } = await run(file, [...args, program], options);
    assert.ok(stdout.trim().split("\n").length >= ids.length, stdout);
    // curl alone succeeds when it was refused.
    assert.doesNotMatch(stdout, /"hint"/);
  };
  await runThese(early, "");
  const token = await settle(api);

  let isHeard = false;
  const stream = await join([source("streamNotifications")]);
  const options = { cwd: folder, env: { ...process.env, TOKEN: token } };
  const heard = runUntilItTells(file, [...args, stream], options).finally(() => {
    isHeard = true;
  });
  const [bob] = await api.members(1);
  while (!isHeard) {
    await bob.call("createComment", 201, { path: { postId: 14 }, body: { content: "Hear me" } });
    await delay(100);
  }
  await heard;

  await runThese(late(label), token);
}

/** Ends a program that goes on for good as soon as it has told of a comment. */
async function runUntilItTells(file: string, args: readonly string[], options: SpawnOptions): Promise<void> {
  const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "inherit"], detached: true });
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
  if (!(await isInstalled(t, "curl"))) return;
  const join = (sources: readonly string[]) => ["set -e", ...sources.map((source) => `${source}\necho`)].join("\n");
  await runAll({ label: "curl", command: ["sh", "-c"], folder: tmpdir(), join });
});

test("the samples in Python do what they say", async (t) => {
  if (!(await isInstalled(t, "python3"))) return;
  const join = (sources: readonly string[]) => sources.join("\n");
  await runAll({ label: "Python", command: ["python3", "-c"], folder: tmpdir(), join });
});

test("the samples in TypeScript do what they say", async (t) => {
  const folder = await projectWithClient(t);
  let count = 0;
  const write = async (source: string) => {
    const name = `./${count++}.mjs`;
    await writeFile(join(folder, name), source);
    return `await import("${name}");`;
  };
  await runAll({
    label: "TypeScript",
    command: [process.execPath, "--input-type=module", "--eval"],
    folder,
    join: async (sources) => (await Promise.all(sources.map(write))).join("\n"),
  });
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
  const typescript = join(packageRoot, "node_modules/typescript/bin/tsc");
  const target = ["--target", "es2023", "--module", "nodenext", "--lib", "es2023,dom,dom.iterable"];
  const options = ["--strict", "--noEmit", "--skipLibCheck", "--allowImportingTsExtensions", ...target];
  await run(process.execPath, [typescript, ...options, ...files], { cwd: folder }).catch((error: unknown) =>
    assert.fail(String(Reflect.get(Object(error), "stdout"))),
  );
});
