import { Fault } from "../parts/fault.tsx";
import { readServerStats, readServiceStats } from "./data.ts";
import { formatCount, formatRate } from "./format.ts";
import { usePolled } from "./polling.ts";
import { Violations } from "./violations.tsx";
import { words } from "./words/words.ts";

/** In seconds. */
const refresh = 10;

/** What the API's own two operations tell: the figures at a glance, and how many answers broke the contract. */
export function Tiles() {
  const server = usePolled(readServerStats, refresh);
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
      {stats && <Violations violations={stats.contractViolations} />}
    </>
  );
}
