import { useMemo } from "preact/hooks";
import type { ProcessSample } from "../../../../src/server/features/backoffice/page-types.ts";
import { locale } from "../i18n/messages.ts";
import { Chart } from "./chart.tsx";
import { formatClock, formatSeconds, formatTick } from "./format.ts";
import { adminMessages } from "./i18n/messages.ts";
import type { Line } from "./plot.ts";

interface SampleLine extends Omit<Line, "values"> {
  readonly select: (sample: ProcessSample) => number;
}

interface SampleChartProps {
  readonly title: string;
  readonly samples: readonly ProcessSample[];
  /** The summary for screen readers describes the first one. */
  readonly lines: readonly [SampleLine, ...SampleLine[]];
  readonly formatValue: (value: number) => string;
}

/** Below this span, ticks are less than a minute apart and need seconds. */
const minSpanSeconds = 600;

/** Process samples of the last hour as a chart. */
export function SampleChart({ title, samples, lines, formatValue }: SampleChartProps) {
  const drawn = useMemo(
    () => ({
      times: samples.map(({ at }) => at),
      lines: lines.map(({ select, ...line }) => ({ ...line, values: samples.map(select) })),
    }),
    [samples, locale.value],
  );
  const values = drawn.lines[0]?.values ?? [];
  const isShort = (drawn.times.at(-1) ?? 0) - (drawn.times[0] ?? 0) < minSpanSeconds;
  return (
    <div>
      <h3>{title}</h3>
      <Chart
        title={title}
        summary={adminMessages.value.processSummary(formatValue(values.at(-1) ?? 0), formatValue(Math.max(...values)))}
        times={drawn.times}
        lines={drawn.lines}
        formatTime={formatSeconds}
        formatTick={isShort ? (seconds) => formatClock(seconds * 1000) : formatTick}
        formatValue={formatValue}
        redrawKey={`${isShort} ${locale.value}`}
      />
    </div>
  );
}
