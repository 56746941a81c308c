import { pathToFileURL } from "node:url";
import { matrixText } from "../../src/contract/coverage/matrix.ts";
import { type CoverageMeasurement, measureCoverage } from "../../src/contract/coverage/measure.ts";
import { readReached } from "../support/coverage-record.ts";
import { spec } from "../support/spec.ts";

export interface CoverageResult {
  /** The table of operations by statuses, and the coverage of the other kinds of targets. */
  readonly matrix: string;
  /** One line for below the matrix. */
  readonly report: string;
  readonly passed: boolean;
}

/** Checks the coverage of a full run. These tests can inject errors and lower limits, so that no answer is excluded. */
export function checkCoverage(folder: string): CoverageResult {
  const { cells, missing, shares }: CoverageMeasurement = measureCoverage(readReached(folder), () => undefined);
  const ratios = shares.map(({ kind, total, reached }) => `${kind} ${reached}/${total}`);
  const count = cells.length - missing.length;
  const percent = ((100 * count) / cells.length).toFixed(missing.length > 0 ? 1 : 0);
  const lacking = missing.length > 0 ? `; not provoked: ${missing.join(", ")}` : "";
  return {
    matrix: `${matrixText(spec, cells)}\n\ncovered: ${ratios.join(", ")}`,
    report: `${count} of ${cells.length} documented (operation, status) provoked: ${percent} %${lacking}`,
    passed: missing.length === 0,
  };
}

/** `node dist/tests/contract/coverage.js FOLDER` after a run with `COVERAGE_DIR=FOLDER`. */
function main([folder]: readonly string[]): void {
  if (folder === undefined) throw new Error("Pass the folder that the run had as COVERAGE_DIR");
  const { matrix, report, passed } = checkCoverage(folder);
  console.log(`${matrix}\n${report}`);
  if (!passed) process.exitCode = 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  main(process.argv.slice(2));
