import type { FaultResult } from "./run-fault.ts";

/** One line for the terminal. */
export function describeResult(result: FaultResult): string {
  const name = `${result.fault.name} ${result.dialect}`;
  if (result.skipped !== undefined) return `${name}: skipped, ${result.skipped}`;
  const { database, acknowledged, violations } = result;
  const figures = [
    `${acknowledged} acknowledged`,
    `${database?.lost} lost`,
    `${database?.duplicated} duplicated`,
    `${database?.unknown} unknown (${database?.unknownWritten} written)`,
    `outage ${ms(result.longestOutageMs)}`,
    `recovery ${ms(result.recoveryMs)}`,
    `longest request ${ms(result.longestRequestMs)}`,
    statuses(result),
    `${result.seconds.toFixed(0)} s`,
  ];
  return [
    `${name}: ${violations.length === 0 ? "ok" : "VIOLATED"}, ${figures.join(", ")}`,
    ...violations.map((text) => `  ${text}`),
  ].join("\n");
}

export function markdownReport(results: readonly FaultResult[]): string {
  const header = [
    "fault",
    "database",
    "acknowledged",
    "lost",
    "duplicated",
    "unknown (written)",
    "counters wrong",
    "longest outage",
    "recovery",
    "longest request",
    "responses",
    "took",
    "violations",
  ];
  const rows = results.map((result) => {
    const { fault, dialect, database } = result;
    if (result.skipped !== undefined)
      return [fault.title, dialect, ...Array(10).fill(""), `skipped: ${result.skipped}`];
    return [
      fault.title,
      dialect,
      result.acknowledged,
      database?.lost,
      database?.duplicated,
      `${database?.unknown} (${database?.unknownWritten})`,
      database?.wrongCounters,
      ms(result.longestOutageMs),
      ms(result.recoveryMs),
      ms(result.longestRequestMs),
      statuses(result),
      `${result.seconds.toFixed(0)} s`,
      result.violations.join("; ") || "none",
    ];
  });
  const line = (cells: readonly unknown[]) =>
    `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [
    "# Faults",
    "",
    "Written by `npm run faults -- --out tests/faults/report.md`. 16 clients write and read while each fault happens. An outage is the",
    "longest time without a successful write, from the start of the fault to the end of the load. Recovery is the time from the end of",
    "the fault to the first successful write.",
    "",
    line(header),
    line(header.map(() => "---")),
    ...rows.map(line),
    "",
  ].join("\n");
}

function ms(value: number | undefined): string {
  return value === undefined ? "never" : `${Math.round(value)} ms`;
}

function statuses({ statuses: counts }: FaultResult): string {
  return [...counts]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([status, count]) => `${status}: ${count}`)
    .join(", ");
}
