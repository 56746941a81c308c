import type { ServerState } from "../../../../src/server/features/backoffice/page-types.ts";
import { formatExactMoment } from "./format.ts";
import { adminMessages } from "./i18n/messages.ts";
import { Table } from "./table.tsx";

export function Errors({ errors }: Pick<ServerState, "errors">) {
  const t = adminMessages.value;
  return (
    <section class="card" aria-labelledby="errors">
      <h2 id="errors">{t.failures}</h2>
      <p class="note">{errors.length === 0 ? t.noFailures : t.failuresText}</p>
      {errors.length > 0 && (
        <Table
          caption={t.failures}
          rows={errors}
          keyOf={({ at, requestId }) => `${at} ${requestId}`}
          columns={[
            { title: t.time, cell: ({ at }) => <time dateTime={at}>{formatExactMoment(at)}</time> },
            { title: t.operation, cell: ({ operationId }) => operationId },
            { title: t.status, cell: ({ status }) => status },
            { title: t.message, cell: ({ message }) => <span lang="en">{message}</span> },
            { title: t.requestId, cell: ({ requestId }) => <code>{requestId}</code> },
          ]}
        />
      )}
    </section>
  );
}
