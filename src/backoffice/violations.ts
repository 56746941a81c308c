import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers";
import type { Logger } from "pino";
import type { ViolationRecord } from "../contract-check/contract-check.ts";
import type { Database } from "../database/database.ts";
import { faultMessage } from "../database/faults.ts";
import { shorten } from "../http/hints.ts";
import {
  deleteViolationsBefore,
  type ViolationBatch,
  type ViolationCount,
  writeViolations,
} from "./violation-queries.ts";

const FLUSH_AFTER = 5_000;
/** A rule's words may hold the name of a property, so that there could be more rules than anybody would read. */
const MAX_RULES = 1000;
const LONGEST_RULE = 400;
const KEEP = 25 * 60 * 60_000;

/** Counts broken rules in memory and brings the counts to the database within five seconds. */
export interface Violations {
  record(violation: ViolationRecord): void;
  /** Writes what was counted since the last flush. Never rejects: what cannot be written is logged and kept for the next. */
  flush(): Promise<void>;
  /** Ends the timer and flushes once more; the database must still be open. */
  close(): Promise<void>;
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
  let batch: ViolationBatch | undefined;
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();

  async function write(): Promise<void> {
    batch ??= takeBatch();
    if (!batch) return;
    try {
      await writeViolations(database, batch);
      batch = undefined;
      await deleteViolationsBefore(database, new Date(now().getTime() - KEEP));
    } catch (error) {
      log.warn({ fault: faultMessage(error) }, "Could not write contract violations; will try again");
      flushLater();
    }
  }

  function takeBatch(): ViolationBatch | undefined {
    if (counts.size === 0) return undefined;
    const taken = [...counts.values()];
    counts = new Map();
    return { name: newBatch(), countedAt: now(), counts: taken };
  }

  function flush(): Promise<void> {
    last = last.then(write);
    return last;
  }

  /** There is a timer only while there is something to write, which should be never. */
  function flushLater(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush();
    }, FLUSH_AFTER).unref();
  }

  return {
    record({ operationId: operation, rule: given }) {
      const rule = shorten(given, LONGEST_RULE);
      const key = `${operation} ${rule}`;
      const known = counts.get(key);
      if (known || counts.size < MAX_RULES) counts.set(key, { operation, rule, count: (known?.count ?? 0) + 1 });
      flushLater();
    },
    flush,
    async close() {
      clearTimeout(timer);
      timer = undefined;
      await flush();
      clearTimeout(timer);
    },
  };
}
