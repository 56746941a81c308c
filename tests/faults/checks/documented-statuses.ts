import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../../../src/util/package-root.ts";

/** The statuses that the API's document lists, by operation. */
export interface DocumentedStatuses {
  allows(operationId: string, status: number): boolean;
}

export async function readDocumentedStatuses(): Promise<DocumentedStatuses> {
  const document: { paths: Record<string, Record<string, { operationId?: string; responses?: object }>> } = JSON.parse(
    await readFile(join(packageRoot, "generated/openapi.json"), "utf8"),
  );
  const byOperation = new Map<string, ReadonlySet<string>>();
  for (const methods of Object.values(document.paths)) {
    for (const { operationId, responses } of Object.values(methods)) {
      if (operationId && responses) byOperation.set(operationId, new Set(Object.keys(responses)));
    }
  }
  return { allows: (operationId, status) => byOperation.get(operationId)?.has(String(status)) ?? false };
}
