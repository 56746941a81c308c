import type { components } from "../../../../src/client/index.ts";
import { formatCount } from "./format.ts";
import { adminMessages } from "./i18n/messages.ts";
import { Table } from "./table.tsx";

interface ViolationsProps {
  readonly violations: readonly components["schemas"]["ContractViolation"][];
}

export function Violations({ violations }: ViolationsProps) {
  const t = adminMessages.value;
  return (
    <section class="card" aria-labelledby="violations">
      <h2 id="violations">{t.violations}</h2>
      <p class="note">{violations.length === 0 ? t.noViolations : t.violationsText}</p>
      {violations.length > 0 && (
        <Table
          caption={t.violations}
          rows={violations}
          keyOf={({ operationId, rule }) => `${operationId} ${rule}`}
          columns={[
            { title: t.operation, cell: ({ operationId }) => operationId },
            { title: t.rule, cell: ({ rule }) => <span lang="en">{rule}</span> },
            { title: t.count, cell: ({ count }) => formatCount(count), isNumber: true },
          ]}
        />
      )}
    </section>
  );
}
