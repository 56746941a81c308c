import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

export interface Line {
  readonly label: string;
  /** The name of a custom property that holds its colour. */
  readonly colour: string;
  readonly values: readonly number[];
  readonly isFilled?: boolean;
}

export interface PlotOptions {
  /** Seconds since 1970, the same number as each line has values. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly formatValue: (value: number) => string;
  readonly formatTime: (seconds: number) => string;
  /** Told which time the pointer is at, undefined when it leaves. */
  readonly onPoint: (index: number | undefined) => void;
}

const height = 220;

/** Draws a chart as wide as its place, in the colours of the page. */
export function drawPlot(place: HTMLElement, options: PlotOptions): uPlot {
  const { lines, formatValue, formatTime, onPoint } = options;
  const style = getComputedStyle(place);
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
      width: place.clientWidth,
      height,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: { x: { time: true }, y: { range: (_plot, _least, most) => [0, Math.max(most * 1.1, 1e-3)] } },
      axes: [
        { ...axis, size: 32, space: 70, values: (_plot, splits) => splits.map(formatTime) },
        { ...axis, size: widthOf, values: (_plot, splits) => splits.map(formatValue) },
      ],
      series: [
        {},
        ...lines.map(({ label, colour: name, isFilled = false }): uPlot.Series => {
          const stroke = colour(name);
          const fill = isFilled ? { fill: `color-mix(in srgb, ${stroke} 16%, transparent)` } : {};
          return { label, stroke, width: 2, points: { show: false }, ...fill };
        }),
      ],
      hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? undefined)] },
    },
    dataOf(options),
    place,
  );
}

/** As much room as the values beside the axis take. */
function widthOf(_plot: uPlot, labels: readonly string[] | null): number {
  return 18 + 7 * Math.max(1, ...(labels ?? []).map((label) => label.length));
}

export function dataOf({ times, lines }: Pick<PlotOptions, "times" | "lines">): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])];
}

export function resizePlot(plot: uPlot, width: number): void {
  if (width > 0 && width !== plot.width) plot.setSize({ width, height });
}
