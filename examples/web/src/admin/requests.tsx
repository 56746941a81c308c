import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { History, Range } from "../../../../src/server/features/backoffice/page-types.ts";
import { ErrorMessage } from "../components/error-message.tsx";
import { locale } from "../i18n/messages.ts";
import { readHistory } from "./api.ts";
import { ByOperation, ByStatus } from "./breakdown.tsx";
import { Chart } from "./chart.tsx";
import { formatCount, formatRate, formatSeconds, formatTick, formatUtcDay } from "./format.ts";
import { adminMessages } from "./i18n/messages.ts";
import { usePolled } from "./polling.ts";

const ranges: readonly Range[] = ["day", "week", "month", "year"];
const refreshDaySeconds = 15;
const refreshOtherSeconds = 300;
const daySeconds = 86_400;

/** Requests in a time range: rate over time, by status and by operation. */
export function Requests() {
  const range = useSignal<Range>("day");
  const intervalSeconds = range.value === "day" ? refreshDaySeconds : refreshOtherSeconds;
  const { data, error } = usePolled(() => readHistory(range.value), intervalSeconds, range.value);
  const t = adminMessages.value;
  const history = data.value;
  return (
    <>
      <section class="card" aria-labelledby="requests">
        <div class="page-head">
          <h2 id="requests">{t.traffic}</h2>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has browser styles of its own. */}
          <div class="filter" role="group" aria-label={t.range}>
            {ranges.map((option) => (
              <button
                key={option}
                type="button"
                class="quiet"
                aria-pressed={option === range.value}
                onClick={() => {
                  range.value = option;
                }}
              >
                {t.ranges[option]}
              </button>
            ))}
          </div>
        </div>
        <ErrorMessage error={error.value} />
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
  const t = adminMessages.value;
  const { times, all, refused, failed } = useMemo(() => ratesOf(history), [history]);
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
      formatTime={history.step === daySeconds ? formatUtcDay : formatSeconds}
      formatTick={formatTick}
      formatValue={formatRate}
      redrawKey={`${history.step} ${locale.value}`}
    />
  );
}

/** Requests per second of each step, 0 for steps without requests. The last step may be incomplete. */
function ratesOf({ from, to, step, steps, points }: History) {
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
