import { spawn } from "node:child_process";

/** The result of one test file. */
export interface FileResult {
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  /** The output on failures; empty if all tests passed. */
  readonly report: string;
}

const fileTimeoutMs = 300_000;

/** Runs one compiled test file in its own process. Never rejects: a file that cannot run counts as failed. */
export async function runTestFile(file: string, env: Readonly<Record<string, string>>): Promise<FileResult> {
  const started = performance.now();
  const { output, ending } = await run(file, env);
  const seconds = (performance.now() - started) / 1000;
  return { ...parseResult(output, ending), seconds };
}

function run(file: string, env: Readonly<Record<string, string>>): Promise<{ output: string; ending: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--enable-source-maps", "--test-reporter=spec", file], {
      env: { ...process.env, ...env, FORCE_COLOR: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => chunks.push(text));
    const timer = setTimeout(() => child.kill("SIGKILL"), fileTimeoutMs);
    child.on("error", (error) => chunks.push(String(error)));
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ output: chunks.join(""), ending: signal ?? String(code) });
    });
  });
}

/** Parses the counts at the end of the output of node:test's spec reporter. Without them the file exited early, and failed. */
export function parseResult(output: string, ending: string): Omit<FileResult, "seconds"> {
  const count = (name: string) => Number(new RegExp(`^. ${name} (\\d+)$`, "m").exec(output)?.[1] ?? Number.NaN);
  const [tests, passed] = [count("tests"), count("pass")];
  if (Number.isNaN(tests)) return { passed: 0, failed: 1, report: `It ended with ${ending}:\n${output}` };
  if (tests === 0) return { passed: 0, failed: 1, report: "It has no tests." };
  const failed = tests - passed;
  if (failed === 0 && ending === "0") return { passed, failed, report: "" };

  const skipped = count("skipped") + count("todo");
  const note = skipped > 0 ? `${skipped} were skipped, which counts as failed.\n` : "";
  const start = output.lastIndexOf("failing tests:");
  const report = `${note}It ended with ${ending}.\n${start === -1 ? output : output.slice(start)}`;
  return { passed, failed: Math.max(failed, 1), report };
}
