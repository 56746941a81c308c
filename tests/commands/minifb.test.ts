import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { commands, nearest } from "../../src/commands/table.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { startProcess } from "../support/server-process.ts";

/** What a run wrote, and how it ended. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = startProcess({ module: "src/commands/minifb", runtime: "node", args, env });
  const { code } = await child.ended();
  return { code, output: child.output() };
}

test("minifb --help lists every command with what it does, and each of them has its own help", async () => {
  const { code, output } = await run(["--help"]);
  assert.equal(code, 0);
  for (const { name, line } of commands) assert.match(output, new RegExp(`^  ${name} +${line}$`, "m"));
  assert.deepEqual(await run([]), { code, output });
  const own = await Promise.all(commands.map(({ name }) => run([name, "--help"])));
  assert.deepEqual(
    own.map((each) => each.code),
    commands.map(() => 0),
  );
  assert.equal(new Set(own.map((each) => each.output)).size, commands.length);
});

test("every npm script of a command's name is that command", () => {
  const { scripts } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
  for (const { name, module } of commands.filter((each) => each.name !== "start")) {
    const file = new URL(`${module}.js`, "file:///dist/src/commands/").pathname.slice(1);
    const script = scripts[name] ?? scripts[name.replace("-", ":")];
    assert.ok(script?.endsWith(`node ${file}`), name);
  }
  assert.match(scripts.start, /bin\/minifb\.js start$/);
});

test("an unknown command is refused, with the one that was perhaps meant", async () => {
  const { code, output } = await run(["migarte"]);
  assert.equal(code, 1);
  assert.match(output, /There is no command migarte\. Did you mean migrate\?/);
  const names = commands.map(({ name }) => name);
  for (const [typed, meant] of [
    ["strat", "start"],
    ["specdiff", "spec-diff"],
    ["MOCK", "mock"],
    ["contrct", "contract"],
    ["frobnicate", undefined],
  ] as const) {
    assert.equal(nearest(typed, names), meant, typed);
  }
});

test("a start that cannot be says why, and what to do", async (t) => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const folder = await mkdtemp(join(tmpdir(), "minifb-start-"));
  t.after(async () => {
    other.close();
    await rm(folder, { recursive: true, force: true });
  });
  const address = other.address();
  assert.ok(address && typeof address === "object");
  const anywhere: Readonly<Record<string, string>> = { PORT: "0", DATA_DIR: folder };
  const postgres = "postgres://ada:c0gs@127.0.0.1:1/minifb";
  for (const [env, pattern] of [
    [
      { PORT: String(address.port) },
      /the port is in use\. Stop the process that uses it, or choose another port with PORT/,
    ],
    [{ HOST: "192.0.2.1" }, /this machine has no such address\. HOST=127\.0\.0\.1/],
    [{ DATA_DIR: "/proc/x" }, /Cannot open the database in DATA_DIR \/proc\/x: .*Set DATA_DIR to a folder/],
    [{ DATABASE_URL: postgres, JWT_SECRET: "s".repeat(32) }, /minifb at 127\.0\.0\.1:1: .*Is Postgres running there\?/],
    [{ DATABASE_URL: postgres }, /JWT_SECRET is needed with DATABASE_URL.*openssl rand -hex 32/],
  ] as const) {
    const { code, output } = await run(["start"], { ...anywhere, ...env });
    assert.equal(code, 1, output);
    assert.match(output, pattern);
    assert.doesNotMatch(output, /c0gs|\n +at /);
  }
});

test("the server and the commands type-check under Deno", async () => {
  const files = readdirSync(join(packageRoot, "src/commands")).map((name) => `src/commands/${name}`);
  const deno = join(packageRoot, "node_modules/.bin/deno");
  await promisify(execFile)(deno, ["check", "--quiet", "--no-lock", "src/server/main.ts", ...files], {
    cwd: packageRoot,
  });
});
