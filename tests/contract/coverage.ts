import { pathToFileURL } from "node:url";
import { readSeen, type Seen } from "../support/coverage-record.ts";
import { type Operation, operations } from "../support/spec.ts";

export interface Coverage {
  /** The matrix of operations and statuses: `+` was provoked, `!` is documented but nobody provoked it. */
  readonly matrix: string;
  readonly documented: number;
  /** As `createPost 503`. */
  readonly missing: readonly string[];
}

/** Holds what a run of the suite saw against everything that the spec documents. */
export function measureCoverage(seen: readonly Seen[], all: readonly Operation[] = operations): Coverage {
  const provoked = new Set(seen.map(({ operationId, status }) => `${operationId} ${status}`));
  const documented = all.flatMap(({ id, answers }) => [...answers.keys()].map((status) => `${id} ${status}`));
  const statuses = [...new Set(all.flatMap(({ answers }) => [...answers.keys()]))].toSorted((a, b) => a - b);
  const width = Math.max(...all.map(({ id }) => id.length));
  const rows = all.map(({ id, answers }) => {
    const cells = statuses.map((status) => (!answers.has(status) ? "." : provoked.has(`${id} ${status}`) ? "+" : "!"));
    return `${id.padEnd(width)}  ${cells.map((cell) => cell.padEnd(3)).join(" ")}`.trimEnd();
  });
  return {
    matrix: [`${"".padEnd(width)}  ${statuses.join(" ")}`, ...rows].join("\n"),
    documented: documented.length,
    missing: documented.filter((pair) => !provoked.has(pair)),
  };
}

/** One line to stand below the matrix. */
export function summarize({ documented, missing }: Coverage): string {
  const count = documented - missing.length;
  const percent = ((100 * count) / documented).toFixed(missing.length > 0 ? 1 : 0);
  const rest = missing.length > 0 ? `; nobody provoked ${missing.join(", ")}` : "";
  return `${count} of ${documented} documented (operation, status) provoked: ${percent} %${rest}`;
}

/** `node dist/tests/contract/coverage.js FOLDER` after a run with `COVERAGE_DIR=FOLDER`. */
function main([folder]: readonly string[]): void {
  if (folder === undefined) throw new Error("Say which folder the run had as its COVERAGE_DIR");
  const coverage = measureCoverage(readSeen(folder));
  console.log(`${coverage.matrix}\n${summarize(coverage)}`);
  if (coverage.missing.length > 0) process.exitCode = 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  main(process.argv.slice(2));
