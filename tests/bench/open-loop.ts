import type { Context } from "./context.ts";
import { apart } from "./measure/pinning.ts";
import { type Bench, measureSeries, type Pace, type SeriesResult } from "./measure/series.ts";

const shares = [0.5, 0.8, 1, 2];
const saturating = 256;
/** As many as may be open at once; what is due beyond that waits, and its wait is counted. */
const mostConnections = 4000;

/**
 * The list of posts at fixed arrival rates: first how much the server can do, then shares of that, up to twice as much.
 * One round each, but a longer one, since it is the tail that matters.
 */
export async function measureOpenLoop(context: Context, pace: Pace, bench: Bench): Promise<SeriesResult> {
  const server = await context.ours();
  const operation = context.operations.list;
  const layout = apart();
  const base = { key: "open-loop", title: "list of posts at fixed arrival rates", layout };
  const saturation = await measureSeries(
    { ...base, subjects: [{ name: "saturation", server, operation, connections: saturating }] },
    pace,
    bench,
  );
  const most = saturation.subjects[0]?.perSecond.median ?? 0;
  const longer = { rounds: 1, warmUpSeconds: pace.warmUpSeconds, seconds: 3 * pace.seconds };
  const atRates = await measureSeries(
    {
      ...base,
      subjects: shares.map((share) => ({
        name: `${Math.round(100 * share)} %`,
        server,
        operation,
        connections: mostConnections,
        rate: Math.max(1, Math.round(share * most)),
      })),
    },
    longer,
    bench,
  );
  return { ...atRates, subjects: [...saturation.subjects, ...atRates.subjects] };
}
