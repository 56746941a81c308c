import type { components } from "../../../../src/client/index.ts";
import { ErrorMessage } from "../components/error-message.tsx";
import { readServiceStats } from "./api.ts";
import { formatCount, formatRate } from "./format.ts";
import { adminMessages } from "./i18n/messages.ts";
import { type Polled, usePolled } from "./polling.ts";

const refreshSeconds = 10;

interface SummaryProps {
  readonly server: Polled<components["schemas"]["ServerStats"]>;
}

/** Key figures of the server and the service. */
export function Summary({ server }: SummaryProps) {
  const service = usePolled(readServiceStats, refreshSeconds);
  const t = adminMessages.value;
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
      <ErrorMessage error={server.error.value ?? service.error.value} />
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
