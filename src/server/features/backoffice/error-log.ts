import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { shorten, unprintable } from "../../../util/shorten.ts";
import type { Database } from "../../database/database.ts";
import type { AnswerDetails, AnswerRecord } from "../../http/logging/request-log.ts";
import { logNote } from "../../http/response/errors.ts";
import { type LoggedError, writeLoggedErrors } from "./error-queries.ts";
import { createWriteBehindBuffer, type WriteBehindBuffer } from "./write-behind-buffer.ts";

/** So many between two flushes tell what is wrong; the figures count all of them. */
const MAX_FAILURES = 100;
const LONGEST_MESSAGE = 400;

/** Keeps what is needed to find failed requests in the log. */
export interface ErrorLog extends Pick<WriteBehindBuffer, "flush" | "close"> {
  /** Leaves out answers below 500. */
  record(answer: AnswerRecord, details: AnswerDetails): void;
}

export function createErrorLog(options: {
  readonly database: Database;
  readonly now: () => Date;
  readonly log: Logger;
}): ErrorLog {
  const { database, now, log } = options;
  let gathered: LoggedError[] = [];
  const writes = createWriteBehindBuffer({
    take() {
      if (gathered.length === 0) return undefined;
      const taken = gathered;
      gathered = [];
      return taken;
    },
    write: (failures) => writeLoggedErrors(database, failures),
    what: "failed requests",
    log,
  });

  return {
    record({ operationId: operation, status }, { requestId, hint = "" }) {
      if (status < 500 || gathered.length >= MAX_FAILURES) return;
      const message = shorten(hint.replace(logNote(requestId), "").replace(unprintable, "\uFFFD"), LONGEST_MESSAGE);
      gathered.push({ id: randomUUID(), answeredAt: now(), operation, status, requestId, message });
      writes.soon();
    },
    flush: writes.flush,
    close: writes.close,
  };
}
