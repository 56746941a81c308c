import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { packageRoot } from "../../src/util/package-root.ts";

/** Where this test was built, and the commands with it. */
const built = join(dirname(fileURLToPath(import.meta.url)), "../..");

export interface Consumer {
  /** A project outside of this one, which has the package in its node_modules and nothing else. */
  readonly folder: string;
  readonly packageFolder: string;
  /** Runs a program in that folder and gives what it wrote. @throws Error with what it wrote when it fails */
  run(command: string, args: readonly string[]): Promise<string>;
}

/** Makes the package as `npm run client` does and a project that uses it. */
export async function installPackage(scope: { after(end: () => Promise<void>): void }): Promise<Consumer> {
  const folder = await mkdtemp(join(tmpdir(), "minifb-client-"));
  scope.after(() => rm(folder, { recursive: true, force: true }));
  const packageFolder = join(folder, "node_modules/minifb-client");
  await mkdir(packageFolder, { recursive: true });
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ type: "module", dependencies: { "minifb-client": "*" } }),
  );
  await cp(join(built, "tests/client/flow-program.js"), join(folder, "flow-program.js"));

  const run: Consumer["run"] = (command, args) => runIn(folder, command, args);
  await run(process.execPath, [join(built, "src/commands/client.js"), "--out", packageFolder]);
  return { folder, packageFolder, run };
}

/** Gives what a program wrote. @throws Error with all of it when it fails */
export async function runIn(folder: string, command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { cwd: folder }).catch((error: unknown) => {
    const output = ["stdout", "stderr"].map((stream) => Reflect.get(Object(error), stream)).join("\n");
    throw new Error(`${command} ${args.join(" ")} failed:\n${output}`);
  });
  return stdout;
}

/** Type-checks files of the project as strictly as can be, the package's own declarations too. */
export function typeCheck(consumer: Consumer, files: readonly string[], options: readonly string[]): Promise<string> {
  const typescript = join(packageRoot, "node_modules/typescript/bin/tsc");
  const strict = ["--strict", "--exactOptionalPropertyTypes", "--noEmit", "--target", "es2022", ...options];
  return consumer.run(process.execPath, [typescript, ...strict, ...files]);
}
