import type { SeriesResult } from "../measure/series.ts";

export function number(value: number, digits = 0): string {
  return Number.isNaN(value)
    ? "?"
    : value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A series for the terminal: medians, range, and the ratio of the first subject to each. */
export function seriesText({ title, key, subjects }: SeriesResult): string {
  const [first] = subjects;
  const rows = subjects.map((subject) => [
    subject.name,
    number(subject.perSecond.median),
    `${number(subject.perSecond.min)}..${number(subject.perSecond.max)}`,
    first ? number(first.perSecond.median / subject.perSecond.median, 2) : "",
    number(subject.p50, 1),
    number(subject.p99, 1),
    number(subject.serverMicroseconds),
    number(subject.databaseMicroseconds),
    number(subject.residentMiB),
    number(100 * subject.loadShare),
    Object.entries(subject.statuses)
      .filter(([status]) => !status.startsWith("2"))
      .map(([status, count]) => `${count} x ${status}`)
      .join(" "),
  ]);
  const head = ["", "/s", "min..max", "1st/this", "p50 ms", "p99", "server us", "db us", "MB", "load %", ""];
  return `${title} (${key})\n${table([head, ...rows])}`;
}

export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join("\n");
}
