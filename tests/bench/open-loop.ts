import type { BenchContext } from "./context.ts";
import { separateCores } from "./measure/pinning.ts";
import { type Bench, measureSeries, type Pace, type SeriesResult } from "./measure/series.ts";

const loadShares = [0.5, 0.8, 1, 2];
const saturatingConnections = 256;
/** Maximum of open connections. Requests due beyond that wait, and their latency includes the wait. */
const maxConnections = 4000;

/**
 * Measures the list of posts with an open loop: first the saturation throughput, then arrival rates that are shares of it,
 * up to twice as much. One long round each, since tail latencies need many samples.
 */
export async function measureOpenLoop(context: BenchContext, pace: Pace, bench: Bench): Promise<SeriesResult> {
  const server = await context.minifb();
  const workload = context.workloads.list;
  const layout = separateCores();
  const base = { key: "open-loop", title: "list of posts at fixed arrival rates", layout };
  const saturation = await measureSeries(
    { ...base, subjects: [{ name: "saturation", server, workload, connections: saturatingConnections }] },
    pace,
    bench,
  );
  const maxRate = saturation.subjects[0]?.perSecond.median ?? 0;
  const longer = { rounds: 1, warmUpSeconds: pace.warmUpSeconds, seconds: 3 * pace.seconds };
  const atRates = await measureSeries(
    {
      ...base,
      subjects: loadShares.map((share) => ({
        name: `${Math.round(100 * share)} %`,
        server,
        workload,
        connections: maxConnections,
        rate: Math.max(1, Math.round(share * maxRate)),
      })),
    },
    longer,
    bench,
  );
  return { ...atRates, subjects: [...saturation.subjects, ...atRates.subjects] };
}
