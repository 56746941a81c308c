import type { History } from "../../../../src/server/features/backoffice/page-types.ts";
import { formatCount, formatMilliseconds, formatPercent } from "./format.ts";
import { adminMessages } from "./i18n/messages.ts";
import { Table } from "./table.tsx";

interface HistoryProps {
  readonly history: History;
}

export function ByStatus({ history: { byStatus } }: HistoryProps) {
  const t = adminMessages.value;
  const rows = Object.entries(byStatus).map(([status, count]) => ({ status, count }));
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return (
    <section class="card" aria-labelledby="by-status">
      <h2 id="by-status">{t.byStatus}</h2>
      {rows.length === 0 ? (
        <p class="note">{t.none}</p>
      ) : (
        <Table
          caption={t.byStatus}
          rows={rows}
          keyOf={({ status }) => status}
          columns={[
            { title: t.status, cell: ({ status }) => status },
            { title: t.requests, cell: ({ count }) => formatCount(count), isNumber: true },
            {
              title: t.share,
              cell: ({ status, count }) => (
                <span class="share">
                  <span class="track" aria-hidden="true">
                    <span class={`level status-${status[0]}`} style={{ width: `${(count / total) * 100}%` }} />
                  </span>
                  {formatPercent(count / total)}
                </span>
              ),
            },
          ]}
        />
      )}
    </section>
  );
}

export function ByOperation({ history: { byOperation } }: HistoryProps) {
  const t = adminMessages.value;
  const rows = byOperation.toSorted((a, b) => b.count - a.count);
  return (
    <section class="card" aria-labelledby="by-operation">
      <h2 id="by-operation">{t.byOperation}</h2>
      {rows.length === 0 ? (
        <p class="note">{t.none}</p>
      ) : (
        <>
          <p class="note">{t.byOperationText}</p>
          <Table
            caption={t.byOperation}
            rows={rows}
            keyOf={({ operationId }) => operationId}
            columns={[
              {
                title: t.operation,
                cell: ({ operationId, method, path }) => <span title={`${method} ${path}`}>{operationId}</span>,
              },
              { title: t.requests, cell: ({ count }) => formatCount(count), isNumber: true },
              { title: t.failed, cell: ({ failed }) => formatCount(failed), isNumber: true },
              { title: "p50", cell: ({ p50 }) => formatMilliseconds(p50), isNumber: true },
              { title: "p90", cell: ({ p90 }) => formatMilliseconds(p90), isNumber: true },
              { title: "p99", cell: ({ p99 }) => formatMilliseconds(p99), isNumber: true },
            ]}
          />
        </>
      )}
    </section>
  );
}
