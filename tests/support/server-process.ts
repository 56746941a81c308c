import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "../../src/util/package-root.ts";

export type Runtime = "node" | "deno";

/** The runtime in `TEST_RUNTIME`; Node by default. */
export function testRuntime(): Runtime {
  return oneOf("TEST_RUNTIME", ["node", "deno"]);
}

/** Reads an environment variable; the first allowed value by default. @throws Error for a value that is not allowed */
export function oneOf<T extends string>(variable: string, allowed: readonly [T, ...T[]]): T {
  const text = process.env[variable];
  if (!text) return allowed[0];
  const value = allowed.find((candidate) => candidate === text);
  if (value === undefined) throw new Error(`${variable} must be one of ${allowed.join(", ")}, not ${text}`);
  return value;
}

/** This module, built or source: Node runs the server that was built with it, Deno runs the source. */
const thisFile = fileURLToPath(import.meta.url);
const buildRoot = join(dirname(thisFile), "../..");

/** The file of a module for a runtime. @param module such as `src/server/main` */
function program(runtime: Runtime, module: string): string {
  return runtime === "node" ? join(buildRoot, `${module}${extname(thisFile)}`) : join(packageRoot, `${module}.ts`);
}

/** The path of the Deno executable. npm may link a wrapper script instead, which does not forward signals. */
function denoExecutable(): string {
  return createRequire(import.meta.url)(join(packageRoot, "node_modules/deno/install_api.cjs")).runInstall();
}

export interface ProcessOptions {
  /** A file of this repository without its extension: `src/server/main`. */
  readonly module: string;
  readonly runtime?: Runtime;
  readonly args?: readonly string[];
  /** The whole configuration. The child inherits only PATH, HOME and a few other variables. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Deno's permission flags; all permissions by default. */
  readonly permissions?: readonly string[];
}

export interface ServerProcess {
  readonly child: ChildProcess;
  /** Waits for a line of its standard output that matches. @throws Error with its output when it exits or after a timeout */
  line(pattern: RegExp): Promise<string>;
  /** Its output so far. */
  output(): string;
  /** Waits for its exit. A killed process has `signal`, and no code. */
  ended(): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Stops it with SIGTERM and, after a timeout, SIGKILL. @throws Error if it did not exit with 0 */
  stop(): Promise<void>;
}

const inheritedVariables = ["PATH", "HOME", "TMPDIR", "DENO_DIR", "LANG"] as const;
const lineTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;

export function startProcess({
  module,
  runtime = testRuntime(),
  args = [],
  env,
  cwd = packageRoot,
  permissions = ["-A"],
}: ProcessOptions): ServerProcess {
  const coverage = process.env.SERVER_COVERAGE_DIR;
  const child = spawn(
    runtime === "node" ? process.execPath : denoExecutable(),
    runtime === "node"
      ? ["--enable-source-maps", program(runtime, module), ...args]
      : ["run", "--quiet", "--node-modules-dir=manual", "--no-lock", ...permissions, program(runtime, module), ...args],
    {
      cwd,
      env: {
        ...Object.fromEntries(
          inheritedVariables.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
        ),
        ...(coverage && runtime === "node" ? { NODE_V8_COVERAGE: coverage } : {}),
        ...env,
      },
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => chunks.push(text));
  const output = () => chunks.join("");
  const end = once(child, "close").then(([code, signal]) => ({ code, signal }));
  printOnFailure(output);

  return {
    child,
    output,
    ended: () => end,
    line: (pattern) => waitForLine(child, output, pattern),
    async stop() {
      child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
      const { code, signal } = await end;
      clearTimeout(killer);
      if (code !== 0) throw new Error(`The server ended with ${code ?? signal} instead of 0:\n${output()}`);
    },
  };
}

function waitForLine(child: ChildProcess, output: () => string, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(`wrote no line that matches ${pattern} in ${lineTimeoutMs} ms`), lineTimeoutMs);
    const done = (failure?: string, line = "") => {
      clearTimeout(timer);
      child.stdout?.off("data", findLine);
      child.off("close", ended);
      if (failure === undefined) resolve(line);
      else reject(new Error(`The server ${failure}:\n${output()}`));
    };
    const findLine = () => {
      const line = output()
        .split("\n")
        .slice(0, -1)
        .find((text) => pattern.test(text));
      if (line !== undefined) done(undefined, line);
    };
    const ended = () => done("ended");
    child.stdout?.on("data", findLine);
    child.on("close", ended);
    findLine();
  });
}

/** Prints the end of a server's output after the tests, if one of them failed. */
function printOnFailure(output: () => string): void {
  process.once("exit", () => {
    const text = output();
    if (process.exitCode && text !== "") process.stderr.write(`The server wrote:\n${text.slice(-8000)}\n`);
  });
}
