import type { SubjectResult } from "../measure/series.ts";
import { escapeHtml } from "./escape.ts";
import { number } from "./text.ts";

const rowHeight = 34;
const barHeight = 18;
const labelWidth = 190;
const chartWidth = 760;
/** Width for the values to the right of the longest bar. */
const figuresWidth = 170;

/** Bars of requests per second, each with its range and its ratio to the first subject. */
export function barChart(subjects: readonly SubjectResult[]): string {
  const [first] = subjects;
  const maxRate = Math.max(...subjects.map(({ perSecond }) => perSecond.max), 1);
  const x = (value: number) => labelWidth + ((chartWidth - labelWidth - figuresWidth) * value) / maxRate;
  const height = rowHeight * subjects.length + 4;
  const bars = subjects.map(({ name, perSecond }, index) => {
    const top = index * rowHeight + (rowHeight - barHeight) / 2;
    const middle = top + barHeight / 2;
    const { median, min, max } = perSecond;
    const ratio = first && index > 0 ? `, ${number(median / first.perSecond.median, 2)} x` : "";
    return `<text x="${labelWidth - 10}" y="${middle}" class="label">${escapeHtml(name)}</text>
      <rect x="${labelWidth}" y="${top}" width="${Math.max(1, x(median) - labelWidth).toFixed(1)}" height="${barHeight}" rx="3" class="${index === 0 ? "bar first" : "bar"}"/>
      <path d="M${x(min).toFixed(1)} ${middle}H${x(max).toFixed(1)}M${x(min).toFixed(1)} ${middle - 4}v8M${x(max).toFixed(1)} ${middle - 4}v8" class="spread"/>
      <text x="${(x(Math.max(max, median)) + 8).toFixed(1)}" y="${middle}" class="figure">${number(median)}/s${ratio}</text>`;
  });
  return `<svg viewBox="0 0 ${chartWidth} ${height}" role="img" aria-label="Requests per second">${bars.join("\n")}</svg>`;
}

const plotHeight = 220;
const plotMargin = { left: 90, right: 20, top: 12, bottom: 34 };

/** Latency by arrival rate on a logarithmic scale. */
export function latencyChart(subjects: readonly SubjectResult[]): string {
  const points = subjects.filter(({ rate, p99 }) => rate !== undefined && p99 > 0);
  if (points.length < 2) return "";
  const rates = points.map(({ rate = 0 }) => rate);
  const values = points.flatMap(({ p50, p99 }) => [p50, p99]);
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  const span = Math.max(1, high - low);
  const x = (rate: number) =>
    plotMargin.left + ((chartWidth - plotMargin.left - plotMargin.right) * rate) / Math.max(...rates);
  const y = (ms: number) =>
    plotMargin.top + (plotHeight - plotMargin.top - plotMargin.bottom) * (1 - (Math.log10(ms) - low) / span);
  const grid = Array.from({ length: span + 1 }, (_, index) => {
    const at = y(10 ** (low + index)).toFixed(1);
    return `<path d="M${plotMargin.left} ${at}H${chartWidth - plotMargin.right}" class="grid"/>
      <text x="${plotMargin.left - 8}" y="${at}" class="label">${number(10 ** (low + index), Math.max(0, -low - index))} ms</text>`;
  });
  const line = (of: (point: SubjectResult) => number, name: string, kind: string) => {
    const path = points.map((point) => `${x(point.rate ?? 0).toFixed(1)} ${y(of(point)).toFixed(1)}`).join("L");
    const dots = points.map(
      (point) =>
        `<circle cx="${x(point.rate ?? 0).toFixed(1)}" cy="${y(of(point)).toFixed(1)}" r="4" class="${kind}"/>`,
    );
    const [at] = points;
    return `<path d="M${path}" class="line ${kind}"/>${dots.join("")}
      <text x="${(x(at?.rate ?? 0) + 4).toFixed(1)}" y="${(y(at ? of(at) : 1) - 12).toFixed(1)}" class="figure">${name}</text>`;
  };
  const names = points.map(
    ({ rate = 0, name }) =>
      `<text x="${x(rate).toFixed(1)}" y="${plotHeight - 12}" class="tick">${escapeHtml(name)}</text>`,
  );
  return `<svg viewBox="0 0 ${chartWidth} ${plotHeight}" role="img" aria-label="Latency against arrival rate">
    ${grid.join("")}${line(({ p99 }) => p99, "p99", "p99")}${line(({ p50 }) => p50, "p50", "p50")}${names.join("")}</svg>`;
}
