import type { Verdict } from "./runner.ts";

const widths = [34, 9, 36, 24, 8];

function row(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join(" ")
    .trimEnd();
}

export const titleRow = row(["mutant", "", "rule", "blamed operation", "seconds"]);

export function verdictRow({ mutant, found, seconds }: Verdict): string {
  const [first] = found;
  const more = found.length > 1 ? ` and ${found.length - 1} more` : "";
  return row([
    mutant.name,
    first ? "found" : "SURVIVED",
    first ? `${first.rule.id}${more}` : "",
    first?.violation?.operationId ?? (first ? "(no operation)" : ""),
    seconds.toFixed(1),
  ]);
}
