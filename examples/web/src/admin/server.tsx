import type { ProcessSample, ServerState } from "../../../../src/server/features/backoffice/page-types.ts";
import { Fault } from "../parts/fault.tsx";
import { readState } from "./data.ts";
import { Failures } from "./failures.tsx";
import { formatBytes, formatCount, formatDuration, formatMilliseconds, formatPercent } from "./format.ts";
import { usePolled } from "./polling.ts";
import { SampleChart } from "./sample-chart.tsx";
import { words } from "./words/words.ts";

/** In seconds; the server itself looks as often. */
const refresh = 10;

/** What failed lately, and how the process and its database are. */
export function Server() {
  const { data, error } = usePolled(readState, refresh);
  const state = data.value;
  return (
    <>
      <Fault error={error.value} />
      {state && (
        <>
          <Failures errors={state.errors} />
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
  const t = words.value;
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
              { label: t.memory, colour: "--accent", of: memory, isFilled: true },
              { label: t.heap, colour: "--refused", of: heap },
            ]}
            format={formatBytes}
          />
          <SampleChart
            title={t.delay}
            samples={samples}
            lines={[{ label: t.delay, colour: "--accent", of: delay, isFilled: true }]}
            format={formatMilliseconds}
          />
          <SampleChart
            title={t.processor}
            samples={samples}
            lines={[{ label: t.processor, colour: "--accent", of: processor, isFilled: true }]}
            format={formatPercent}
          />
        </div>
      )}
    </section>
  );
}

function Database({ database: { kind, milliseconds, bytes, pool } }: Pick<ServerState, "database">) {
  const t = words.value;
  const count = (name: "busy" | "open" | "max" | "waiting") => formatCount(pool?.[name] ?? 0);
  return (
    <section class="card" aria-labelledby="database">
      <h2 id="database">{t.database}</h2>
      <Facts
        facts={[
          [t.kind, t.kinds[kind]],
          [t.answersIn, formatMilliseconds(milliseconds)],
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
