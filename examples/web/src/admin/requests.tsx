import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { History, Range } from "../../../../src/server/features/backoffice/page-types.ts";
import { Fault } from "../parts/fault.tsx";
import { locale } from "../words/words.ts";
import { ByOperation, ByStatus } from "./breakdown.tsx";
import { Chart } from "./chart.tsx";
import { readHistory } from "./data.ts";
import { formatCount, formatRate, formatSeconds, formatTick, formatUtcDay } from "./format.ts";
import { usePolled } from "./polling.ts";
import { words } from "./words/words.ts";

const ranges: readonly Range[] = ["day", "week", "month", "year"];
/** In seconds. */
const refreshDay = 15;
const refreshOthers = 300;
const day = 86_400;

/** The requests of a time span: when they came, how they were answered, and which operations they asked for. */
export function Requests() {
  const range = useSignal<Range>("day");
  const every = range.value === "day" ? refreshDay : refreshOthers;
  const { data, error } = usePolled(() => readHistory(range.value), every, range.value);
  const t = words.value;
  const history = data.value;
  return (
    <>
      <section class="card" aria-labelledby="requests">
        <div class="page-head">
          <h2 id="requests">{t.traffic}</h2>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as a form's part. */}
          <div class="filter" role="group" aria-label={t.range}>
            {ranges.map((each) => (
              <button
                key={each}
                type="button"
                class="quiet"
                aria-pressed={each === range.value}
                onClick={() => {
                  range.value = each;
                }}
              >
                {t.ranges[each]}
              </button>
            ))}
          </div>
        </div>
        <Fault error={error.value} />
        {history ? <RequestChart history={history} /> : <div class="plot" />}
      </section>
      {history && (
        <div class="columns">
          <ByStatus history={history} />
          <ByOperation history={history} />
        </div>
      )}
    </>
  );
}

interface HistoryProps {
  readonly history: History;
}

function RequestChart({ history }: HistoryProps) {
  const t = words.value;
  const { times, all, refused, failed } = useMemo(() => fill(history), [history]);
  const lines = useMemo(
    () => [
      { label: t.allRequests, colour: "--accent", values: all, isFilled: true },
      { label: t.refused, colour: "--refused", values: refused },
      { label: t.failed, colour: "--danger", values: failed },
    ],
    [history, t],
  );
  const total = history.points.reduce((sum, { requests }) => sum + requests, 0);
  const failures = history.points.reduce((sum, point) => sum + point.failed, 0);
  const seconds = history.to - history.from;
  return (
    <Chart
      title={t.traffic}
      summary={t.trafficSummary(formatRate(total / seconds), formatRate(Math.max(...all)), formatCount(failures))}
      times={times}
      lines={lines}
      formatTime={history.step === day ? formatUtcDay : formatSeconds}
      formatTick={formatTick}
      formatValue={formatRate}
      subject={`${history.step} ${locale.value}`}
    />
  );
}

/** Requests a second for each step, also for those without a request. The last step is not over yet. */
function fill({ from, to, step, steps, points }: History) {
  const byTime = new Map(points.map((point) => [point.at, point]));
  const times = Array.from({ length: steps }, (_, index) => from + index * step);
  const rate = (count: (point: History["points"][number]) => number) =>
    times.map((time) => {
      const point = byTime.get(time);
      return point ? count(point) / Math.max(1, Math.min(step, to - time)) : 0;
    });
  return {
    times,
    all: rate(({ requests }) => requests),
    refused: rate(({ refused }) => refused),
    failed: rate(({ failed }) => failed),
  };
}
