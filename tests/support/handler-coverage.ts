import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { packageRoot } from "../../src/util/package-root.ts";

/**
 * Checks that the contract suite executed every line and branch of every feature's handlers.
 * @param folder the `NODE_V8_COVERAGE` of the servers under test
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
  const [table, errors] = await Promise.all([text(c8.stdout), text(c8.stderr)]);
  const isMeasured = /handlers\.ts/.test(table);
  return {
    passed: (await ended) === 0 && isMeasured,
    report: `\n${table}${errors}${isMeasured ? "" : "No handler was measured."}`.trimEnd(),
  };
}
