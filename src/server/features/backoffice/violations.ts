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

/** A rule's words may hold the name of a property, so that there could be more rules than anybody would read. */
const MAX_RULES = 1000;
const LONGEST_RULE = 400;
const KEEP = 25 * 60 * 60_000;

/** Counts broken rules in memory and brings the counts to the database within five seconds. */
export interface Violations extends Pick<WriteBehindBuffer, "flush" | "close"> {
  record(violation: ReportedViolation): void;
}

/** What is counted until a flush makes a batch with a name of its own, so that writing one twice counts nothing twice. */
export function createViolations(options: {
  readonly database: Database;
  readonly now: () => Date;
  readonly log: Logger;
  readonly newBatch?: () => string;
}): Violations {
  const { database, now, log, newBatch = randomUUID } = options;
  let counts = new Map<string, ViolationCount>();
  const writes = createWriteBehindBuffer({ take: takeBatch, write, what: "contract violations", log });

  function takeBatch(): ViolationBatch | undefined {
    if (counts.size === 0) return undefined;
    const taken = [...counts.values()];
    counts = new Map();
    return { name: newBatch(), countedAt: now(), counts: taken };
  }

  async function write(batch: ViolationBatch): Promise<void> {
    await writeViolations(database, batch);
    await deleteViolationsBefore(database, new Date(now().getTime() - KEEP));
  }

  return {
    record({ operationId: operation, rule: given }) {
      const rule = shorten(given, LONGEST_RULE);
      const key = `${operation} ${rule}`;
      const known = counts.get(key);
      if (known || counts.size < MAX_RULES) counts.set(key, { operation, rule, count: (known?.count ?? 0) + 1 });
      writes.soon();
    },
    flush: writes.flush,
    close: writes.close,
  };
}
