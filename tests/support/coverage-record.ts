import { appendFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Coverage, createCoverage } from "../../src/contract/coverage/coverage.ts";
import { spec } from "./spec.ts";

const folder = process.env.COVERAGE_DIR;

/** What this process reached of the spec, also appended to a file of its own in `COVERAGE_DIR`, where that is set. */
export const reached: Coverage = createCoverage(spec, (key) => {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(key)}\n`);
});

/** What all processes of a run reached that had `from` as their `COVERAGE_DIR`. */
export function readReached(from: string): Coverage {
  const coverage = createCoverage(spec);
  for (const name of readdirSync(from).filter((each) => each.endsWith(".jsonl"))) {
    const lines = readFileSync(join(from, name), "utf8").trimEnd().split("\n");
    for (const line of lines) coverage.restore(JSON.parse(line));
  }
  return coverage;
}
