import type { ProcessSample, ServerState } from "../../../../src/server/features/backoffice/page-types.ts";
import { ErrorMessage } from "../components/error-message.tsx";
import { readState } from "./api.ts";
import { Errors } from "./errors.tsx";
import { formatBytes, formatCount, formatDuration, formatMilliseconds, formatPercent } from "./format.ts";
import { adminMessages } from "./i18n/messages.ts";
import { usePolled } from "./polling.ts";
import { SampleChart } from "./sample-chart.tsx";

/** The server samples its process at the same interval. */
const refreshSeconds = 10;

/** Recent errors, and the state of the process and its database. */
export function Server() {
  const { data, error } = usePolled(readState, refreshSeconds);
  const state = data.value;
  return (
    <>
      <ErrorMessage error={error.value} />
      {state && (
        <>
          <Errors errors={state.errors} />
          <Process process={state.process} />
          <Database database={state.database} />
        </>
      )}
    </>
  );
}

const memory = (sample: ProcessSample) => sample.memory;
const heap = (sample: ProcessSample) => sample.heap;
const delay = (sample: ProcessSample) => sample.delay;
const processor = (sample: ProcessSample) => sample.processor;

function Process({ process: { runtime, host, pid, uptime, samples } }: Pick<ServerState, "process">) {
  const t = adminMessages.value;
  return (
    <section class="card" aria-labelledby="process">
      <h2 id="process">{t.process}</h2>
      <p class="note">{t.processText}</p>
      <Facts
        facts={[
          [t.runtime, runtime],
          [t.host, `${host}, ${pid}`],
          [t.uptime, formatDuration(uptime)],
        ]}
      />
      {samples.length < 2 ? (
        <p class="note">{t.soon}</p>
      ) : (
        <div class="charts">
          <SampleChart
            title={t.memory}
            samples={samples}
            lines={[
              { label: t.memory, colour: "--accent", select: memory, isFilled: true },
              { label: t.heap, colour: "--refused", select: heap },
            ]}
            formatValue={formatBytes}
          />
          <SampleChart
            title={t.delay}
            samples={samples}
            lines={[{ label: t.delay, colour: "--accent", select: delay, isFilled: true }]}
            formatValue={formatMilliseconds}
          />
          <SampleChart
            title={t.processor}
            samples={samples}
            lines={[{ label: t.processor, colour: "--accent", select: processor, isFilled: true }]}
            formatValue={formatPercent}
          />
        </div>
      )}
    </section>
  );
}

function Database({ database: { kind, milliseconds, bytes, pool } }: Pick<ServerState, "database">) {
  const t = adminMessages.value;
  const count = (name: "busy" | "open" | "max" | "waiting") => formatCount(pool?.[name] ?? 0);
  return (
    <section class="card" aria-labelledby="database">
      <h2 id="database">{t.database}</h2>
      <Facts
        facts={[
          [t.kind, t.kinds[kind]],
          [t.responseTime, formatMilliseconds(milliseconds)],
          [t.size, formatBytes(bytes)],
          ...(pool
            ? ([[t.pool, t.poolState(count("busy"), count("open"), count("max"), count("waiting"))]] as const)
            : []),
        ]}
      />
    </section>
  );
}

interface FactsProps {
  readonly facts: readonly (readonly [label: string, value: string])[];
}

function Facts({ facts }: FactsProps) {
  return (
    <dl class="facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
