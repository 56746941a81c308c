import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { shorten } from "../../../util/shorten.ts";
import type { Database } from "../../database/database.ts";
import type { ReportedViolation } from "../../http/response/contract-check.ts";
import {
  deleteViolationsBefore,
  type ViolationBatch,
  type ViolationCount,
  writeViolations,
} from "./violation-queries.ts";
import { createWriteBehindBuffer, type WriteBehindBuffer } from "./write-behind-buffer.ts";

/** A rule can include a property's name, so their number has no other limit. */
const maxRules = 1000;
const maxRuleLength = 400;
const retentionMs = 25 * 60 * 60_000;

/** Counts broken rules in memory and writes the counts to the database within five seconds. */
export interface Violations extends Pick<WriteBehindBuffer, "flush" | "close"> {
  record(violation: ReportedViolation): void;
}

/** Each flush writes one batch with a unique name, so that a retry counts nothing twice. */
export function createViolations(options: {
  readonly database: Database;
  readonly now: () => Date;
  readonly log: Logger;
  readonly newBatch?: () => string;
}): Violations {
  const { database, now, log, newBatch = randomUUID } = options;
  let counts = new Map<string, ViolationCount>();
  const buffer = createWriteBehindBuffer({ take: takeBatch, write, what: "contract violations", log });

  function takeBatch(): ViolationBatch | undefined {
    if (counts.size === 0) return undefined;
    const values = [...counts.values()];
    counts = new Map();
    return { name: newBatch(), countedAt: now(), counts: values };
  }

  async function write(batch: ViolationBatch): Promise<void> {
    await writeViolations(database, batch);
    await deleteViolationsBefore(database, new Date(now().getTime() - retentionMs));
  }

  return {
    record({ operationId: operation, rule: fullRule }) {
      const rule = shorten(fullRule, maxRuleLength);
      const key = `${operation} ${rule}`;
      const existing = counts.get(key);
      if (existing || counts.size < maxRules) counts.set(key, { operation, rule, count: (existing?.count ?? 0) + 1 });
      buffer.schedule();
    },
    flush: buffer.flush,
    close: buffer.close,
  };
}
