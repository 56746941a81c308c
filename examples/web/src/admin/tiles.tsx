import type { components } from "../../../../src/client/index.ts";
import { Fault } from "../parts/fault.tsx";
import { readServiceStats } from "./data.ts";
import { formatCount, formatRate } from "./format.ts";
import { type Polled, usePolled } from "./polling.ts";
import { words } from "./words/words.ts";

/** In seconds. */
const refresh = 10;

interface TilesProps {
  readonly server: Polled<components["schemas"]["ServerStats"]>;
}

/** The figures at a glance. */
export function Tiles({ server }: TilesProps) {
  const service = usePolled(readServiceStats, refresh);
  const t = words.value;
  const stats = server.data.value;
  const totals = service.data.value;
  const tiles = [
    { label: t.rps, value: stats && formatRate(stats.rps) },
    { label: t.requests24h, value: stats && formatCount(stats.requestsLast24h) },
    { label: t.totalMembers, value: totals && formatCount(totals.totalUsers) },
    { label: t.totalPosts, value: totals && formatCount(totals.totalPosts) },
    { label: t.postsToday, value: totals && formatCount(totals.postsToday) },
  ];
  return (
    <>
      <Fault error={server.error.value ?? service.error.value} />
      <dl class="tiles">
        {tiles.map(({ label, value }) => (
          <div key={label} class="card tile">
            <dt>{label}</dt>
            <dd>{value ?? "–"}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
