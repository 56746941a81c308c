import { useSignal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";
import { dataOf, drawPlot, type Line, resizePlot } from "./plot.ts";
import { words } from "./words/words.ts";

interface ChartProps {
  readonly title: string;
  /** What it shows, in a sentence, for those who do not see it. */
  readonly summary: string;
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  /** Of a time in the table and under the pointer. */
  readonly formatTime: (seconds: number) => string;
  readonly formatTick: (seconds: number) => string;
  readonly formatValue: (value: number) => string;
  /** Another one draws the chart anew: what it is about, and the language. */
  readonly subject: string;
}

/** A chart, what its lines mean, the values where the pointer is, and all of it as a table. */
export function Chart(props: ChartProps) {
  const { title, summary, times, lines, formatTime, formatTick, formatValue, subject } = props;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const pointed = useSignal<number | undefined>(undefined);
  const theme = useTheme();

  useLayoutEffect(() => {
    if (!place.current) return;
    const onPoint = (index: number | undefined) => {
      pointed.value = index;
    };
    const drawn = drawPlot(place.current, { times, lines, formatValue, formatTime: formatTick, onPoint });
    plot.current = drawn;
    const observer = new ResizeObserver(([entry]) => resizePlot(drawn, Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      drawn.destroy();
    };
  }, [subject, theme]);
  useLayoutEffect(() => plot.current?.setData(dataOf({ times, lines })), [times, lines]);

  const index = pointed.value ?? times.length - 1;
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
      <div ref={place} class="plot" role="img" aria-label={`${title}. ${summary}`} />
      <Table {...props} />
    </figure>
  );
}

/** Made only when somebody opens it, since it may be long. */
function Table({ title, times, lines, formatTime, formatValue }: ChartProps) {
  const isOpen = useSignal(false);
  const id = useId();
  return (
    <details
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>{words.value.asTable}</summary>
      {isOpen.value && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as a form's part.
        <div class="scroll tall" role="group" aria-labelledby={id} tabIndex={0}>
          <table>
            <caption id={id} class="hidden">
              {title}
            </caption>
            <thead>
              <tr>
                <th scope="col">{words.value.time}</th>
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

/** Changes when the page's colours do. */
function useTheme(): boolean {
  const isDark = useSignal(false);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const look = () => {
      isDark.value = query.matches;
    };
    look();
    query.addEventListener("change", look);
    return () => query.removeEventListener("change", look);
  }, []);
  return isDark.value;
}
