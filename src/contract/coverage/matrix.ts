import type { Spec } from "../spec.ts";
import type { CoverageCell } from "./measure.ts";

/** The documented statuses of a spec, ascending: the columns of the matrix. */
export function documentedStatuses(spec: Spec): readonly number[] {
  return [...new Set(spec.operations.flatMap(({ answers }) => [...answers.keys()]))].toSorted((a, b) => a - b);
}

const marks: Readonly<Record<CoverageCell["state"], string>> = { provoked: "+", missing: "!", excluded: "-" };

/** A text table of operations by statuses: `+` provoked, `!` missing, `-` excluded, `.` not documented. */
export function matrixText(spec: Spec, cells: readonly CoverageCell[]): string {
  const statuses = documentedStatuses(spec);
  const width = Math.max(...spec.operations.map(({ id }) => id.length));
  const byName = new Map(cells.map((cell) => [`${cell.operationId} ${cell.status}`, marks[cell.state]]));
  const rows = spec.operations.map(({ id }) => {
    const row = statuses.map((status) => (byName.get(`${id} ${status}`) ?? ".").padEnd(3));
    return `${id.padEnd(width)}  ${row.join(" ")}`.trimEnd();
  });
  return [`${"".padEnd(width)}  ${statuses.join(" ")}`, ...rows].join("\n");
}
