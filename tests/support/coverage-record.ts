import { appendFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Coverage, createCoverage } from "../../src/contract/coverage/coverage.ts";
import { spec } from "./spec.ts";

const folder = process.env.COVERAGE_DIR;

/** The contract coverage of this process. If `COVERAGE_DIR` is set, it is also appended to a file of this process there. */
export const reached: Coverage = createCoverage(spec, (key) => {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(key)}\n`);
});

/** Reads the contract coverage of all processes that had the folder as their `COVERAGE_DIR`. */
export function readReached(coverageFolder: string): Coverage {
  const coverage = createCoverage(spec);
  for (const name of readdirSync(coverageFolder).filter((file) => file.endsWith(".jsonl"))) {
    const lines = readFileSync(join(coverageFolder, name), "utf8").trimEnd().split("\n");
    for (const line of lines) coverage.restore(JSON.parse(line));
  }
  return coverage;
}
