import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

export interface Line {
  readonly label: string;
  /** Name of a CSS custom property, such as `--accent`. */
  readonly colour: string;
  readonly values: readonly number[];
  readonly isFilled?: boolean;
}

export interface PlotOptions {
  /** Seconds since 1970; as many as each line has values. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly formatValue: (value: number) => string;
  readonly formatTime: (seconds: number) => string;
  /** Called with the index of the time under the pointer; undefined when the pointer leaves. */
  readonly onHover: (index: number | undefined) => void;
}

const plotHeight = 220;

/** Draws a chart as wide as its container, in the page's colours. */
export function drawPlot(container: HTMLElement, options: PlotOptions): uPlot {
  const { lines, formatValue, formatTime, onHover } = options;
  const style = getComputedStyle(container);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const font = `12px ${style.fontFamily}`;
  const axis: uPlot.Axis = {
    stroke: colour("--soft"),
    font,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return new uPlot(
    {
      width: container.clientWidth,
      height: plotHeight,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: { x: { time: true }, y: { range: (_plot, _min, max) => [0, Math.max(max * 1.1, 1e-3)] } },
      axes: [
        { ...axis, size: 32, space: 70, values: (_plot, splits) => splits.map(formatTime) },
        { ...axis, size: axisWidth, values: (_plot, splits) => splits.map(formatValue) },
      ],
      series: [
        {},
        ...lines.map(({ label, colour: name, isFilled = false }): uPlot.Series => {
          const stroke = colour(name);
          const fill = isFilled ? { fill: `color-mix(in srgb, ${stroke} 16%, transparent)` } : {};
          return { label, stroke, width: 2, points: { show: false }, ...fill };
        }),
      ],
      hooks: { setCursor: [({ cursor }) => onHover(cursor.idx ?? undefined)] },
    },
    alignedData(options),
    container,
  );
}

/** Width in pixels for the longest label of the y axis. */
function axisWidth(_plot: uPlot, labels: readonly string[] | null): number {
  return 18 + 7 * Math.max(1, ...(labels ?? []).map((label) => label.length));
}

export function alignedData({ times, lines }: Pick<PlotOptions, "times" | "lines">): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])];
}

export function resizePlot(plot: uPlot, width: number): void {
  if (width > 0 && width !== plot.width) plot.setSize({ width, height: plotHeight });
}
