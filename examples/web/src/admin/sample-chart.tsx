import { useMemo } from "preact/hooks";
import type { ProcessSample } from "../../../../src/server/features/backoffice/page-types.ts";
import { locale } from "../words/words.ts";
import { Chart } from "./chart.tsx";
import { formatClock, formatSeconds, formatTick } from "./format.ts";
import type { Line } from "./plot.ts";
import { words } from "./words/words.ts";

interface SampleLine extends Omit<Line, "values"> {
  readonly of: (sample: ProcessSample) => number;
}

interface SampleChartProps {
  readonly title: string;
  readonly samples: readonly ProcessSample[];
  /** The first one is summed up for those who do not see the chart. */
  readonly lines: readonly [SampleLine, ...SampleLine[]];
  readonly format: (value: number) => string;
}

/** In seconds. A chart of less has ticks that are less than a minute apart. */
const shortest = 600;

/** Something of the process over the last hour. */
export function SampleChart({ title, samples, lines, format }: SampleChartProps) {
  const drawn = useMemo(
    () => ({
      times: samples.map(({ at }) => at),
      lines: lines.map(({ of, ...line }) => ({ ...line, values: samples.map(of) })),
    }),
    [samples, locale.value],
  );
  const values = drawn.lines[0]?.values ?? [];
  const isShort = (drawn.times.at(-1) ?? 0) - (drawn.times[0] ?? 0) < shortest;
  return (
    <div>
      <h3>{title}</h3>
      <Chart
        title={title}
        summary={words.value.processSummary(format(values.at(-1) ?? 0), format(Math.max(...values)))}
        times={drawn.times}
        lines={drawn.lines}
        formatTime={formatSeconds}
        formatTick={isShort ? (seconds) => formatClock(seconds * 1000) : formatTick}
        formatValue={format}
        subject={`${isShort} ${locale.value}`}
      />
    </div>
  );
}
