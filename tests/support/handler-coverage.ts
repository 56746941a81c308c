import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { packageRoot } from "../../src/util/package-root.ts";

/**
 * Whether the contract suite, black box as it is, went through every line and branch of every room's handlers.
 * @param folder where the servers under test left what V8 counted (`NODE_V8_COVERAGE`)
 */
export async function checkHandlerCoverage(folder: string): Promise<{ passed: boolean; report: string }> {
  const c8 = spawn(
    process.execPath,
    [
      join(packageRoot, "node_modules/c8/bin/c8.js"),
      "report",
      `--temp-directory=${folder}`,
      "--exclude-after-remap",
      "--include=src/server/features/*/handlers*.ts",
      "--reporter=text",
      "--check-coverage",
      "--lines=100",
      "--branches=100",
    ],
    { cwd: packageRoot, stdio: ["ignore", "pipe", "pipe"] },
  );
  const ended = new Promise<number | null>((resolve) => c8.once("close", resolve));
  const [table, faults] = await Promise.all([text(c8.stdout), text(c8.stderr)]);
  const measured = /handlers\.ts/.test(table);
  return {
    passed: (await ended) === 0 && measured,
    report: `\n${table}${faults}${measured ? "" : "No handler was measured."}`.trimEnd(),
  };
}
