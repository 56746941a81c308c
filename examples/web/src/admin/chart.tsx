import { useSignal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";
import { adminMessages } from "./i18n/messages.ts";
import { alignedData, drawPlot, type Line, resizePlot } from "./plot.ts";

interface ChartProps {
  readonly title: string;
  /** One sentence that describes the chart to screen readers. */
  readonly summary: string;
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  /** Formats times in the table and under the pointer. */
  readonly formatTime: (seconds: number) => string;
  readonly formatTick: (seconds: number) => string;
  readonly formatValue: (value: number) => string;
  /** The chart is redrawn when this changes: it stands for the axis formats, which depend on the data's step and the locale. */
  readonly redrawKey: string;
}

/** A line chart with a legend, the values at the pointer, and the same data as a table. */
export function Chart(props: ChartProps) {
  const { title, summary, times, lines, formatTime, formatTick, formatValue, redrawKey } = props;
  const container = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const hoveredIndex = useSignal<number | undefined>(undefined);
  const isDark = useIsDark();

  useLayoutEffect(() => {
    if (!container.current) return;
    const onHover = (index: number | undefined) => {
      hoveredIndex.value = index;
    };
    const newPlot = drawPlot(container.current, { times, lines, formatValue, formatTime: formatTick, onHover });
    plot.current = newPlot;
    const observer = new ResizeObserver(([entry]) => resizePlot(newPlot, Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(container.current);
    return () => {
      observer.disconnect();
      newPlot.destroy();
    };
  }, [redrawKey, isDark]);
  useLayoutEffect(() => plot.current?.setData(alignedData({ times, lines })), [times, lines]);

  const index = hoveredIndex.value ?? times.length - 1;
  return (
    <figure class="chart">
      <figcaption class="hidden">{title}</figcaption>
      <p class="chart-legend" aria-hidden="true">
        <span class="chart-time">{formatTime(times[index] ?? 0)}</span>
        {lines.map(({ label, colour, values }) => (
          <span key={label}>
            <span class={`swatch ${colour.slice(2)}`} />
            {label} <b>{formatValue(values[index] ?? 0)}</b>
          </span>
        ))}
      </p>
      <div ref={container} class="plot" role="img" aria-label={`${title}. ${summary}`} />
      <DataTable {...props} />
    </figure>
  );
}

/** Rendered only when opened, since it may have hundreds of rows. */
function DataTable({ title, times, lines, formatTime, formatValue }: ChartProps) {
  const isOpen = useSignal(false);
  const id = useId();
  return (
    <details
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>{adminMessages.value.asTable}</summary>
      {isOpen.value && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard.
        // biome-ignore lint/a11y/useSemanticElements: a fieldset has browser styles of its own.
        <div class="scroll tall" role="group" aria-labelledby={id} tabIndex={0}>
          <table>
            <caption id={id} class="hidden">
              {title}
            </caption>
            <thead>
              <tr>
                <th scope="col">{adminMessages.value.time}</th>
                {lines.map(({ label }) => (
                  <th key={label} scope="col" class="number">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {times.map((time, index) => (
                <tr key={time}>
                  <th scope="row">{formatTime(time)}</th>
                  {lines.map(({ label, values }) => (
                    <td key={label} class="number">
                      {formatValue(values[index] ?? 0)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

/** Whether the page uses dark colours. */
function useIsDark(): boolean {
  const isDark = useSignal(false);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const update = () => {
      isDark.value = query.matches;
    };
    update();
    query.addEventListener("change", update);
    return () => query.removeEventListener("change", update);
  }, []);
  return isDark.value;
}
