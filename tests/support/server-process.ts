import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "../../src/util/package-root.ts";

export type Runtime = "node" | "deno";

/** What the environment asks for; Node where it asks for nothing. */
export function testRuntime(): Runtime {
  return oneOf("TEST_RUNTIME", ["node", "deno"]);
}

/** The value of a variable, the first of the allowed ones where it is not set. @throws Error for any other value */
export function oneOf<T extends string>(variable: string, allowed: readonly [T, ...T[]]): T {
  const given = process.env[variable];
  if (!given) return allowed[0];
  const found = allowed.find((value) => value === given);
  if (found === undefined) throw new Error(`${variable} must be one of ${allowed.join(", ")}, not ${given}`);
  return found;
}

/** Where this very module was built, so that Node runs what belongs to it and Deno the source. */
const self = fileURLToPath(import.meta.url);
const built = join(dirname(self), "../..");

/** A file of ours as each runtime takes it. @param module such as `src/server/main` */
function program(runtime: Runtime, module: string): string {
  return runtime === "node" ? join(built, `${module}${extname(self)}`) : join(packageRoot, `${module}.ts`);
}

/** Deno itself, not the script that npm may put in its place: that one would not hand signals on. */
function denoExecutable(): string {
  return createRequire(import.meta.url)(join(packageRoot, "node_modules/deno/install_api.cjs")).runInstall();
}

export interface ProcessOptions {
  /** A file of ours without its extension: `src/server/main`. */
  readonly module: string;
  readonly runtime?: Runtime;
  readonly args?: readonly string[];
  /** The whole configuration; of the tests' own environment the child gets only PATH, HOME and the like. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What Deno allows the program, everything by default. */
  readonly permissions?: readonly string[];
}

export interface ServerProcess {
  readonly child: ChildProcess;
  /** Waits for a line of its standard output that matches. @throws Error with everything it wrote when it ends or takes too long */
  line(pattern: RegExp): Promise<string>;
  /** Everything it wrote so far. */
  output(): string;
  /** Waits for the end; 128 + n for signal n is not made up: a killed process has `signal`. */
  ended(): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Asks it to stop (SIGTERM), and kills it when it does not. @throws Error when it did not exit with 0 */
  stop(): Promise<void>;
}

const passedOn = ["PATH", "HOME", "TMPDIR", "DENO_DIR", "LANG"] as const;
const startLimit = 60_000;
const stopLimit = 20_000;

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
        ...Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
        ...(coverage && runtime === "node" ? { NODE_V8_COVERAGE: coverage } : {}),
        ...env,
      },
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => written.push(text));
  const output = () => written.join("");
  const end = once(child, "close").then(([code, signal]) => ({ code, signal }));
  printOnFailure(output);

  return {
    child,
    output,
    ended: () => end,
    line: (pattern) => waitForLine(child, output, pattern),
    async stop() {
      child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), stopLimit);
      const { code, signal } = await end;
      clearTimeout(killer);
      if (code !== 0) throw new Error(`The server ended with ${code ?? signal} instead of 0:\n${output()}`);
    },
  };
}

function waitForLine(child: ChildProcess, output: () => string, pattern: RegExp): Promise<string> {
  return new Promise((found, failed) => {
    const timer = setTimeout(() => done(`wrote no line like ${pattern} in ${startLimit} ms`), startLimit);
    const done = (fault?: string, line = "") => {
      clearTimeout(timer);
      child.stdout?.off("data", look);
      child.off("close", ended);
      if (fault === undefined) found(line);
      else failed(new Error(`The server ${fault}:\n${output()}`));
    };
    const look = () => {
      const line = output()
        .split("\n")
        .slice(0, -1)
        .find((text) => pattern.test(text));
      if (line !== undefined) done(undefined, line);
    };
    const ended = () => done("ended");
    child.stdout?.on("data", look);
    child.on("close", ended);
    look();
  });
}

/** The last of what a server wrote is the first one wants to see beside a failed test. */
function printOnFailure(output: () => string): void {
  process.once("exit", () => {
    const text = output();
    if (process.exitCode && text !== "") process.stderr.write(`The server wrote:\n${text.slice(-8000)}\n`);
  });
}
