import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { shorten, unprintable } from "../../../util/shorten.ts";
import type { Database } from "../../database/database.ts";
import type { AnswerDetails, AnswerRecord } from "../../http/logging/request-log.ts";
import { logNote } from "../../http/response/errors.ts";
import { type LoggedError, writeLoggedErrors } from "./error-queries.ts";
import { createWriteBehindBuffer, type WriteBehindBuffer } from "./write-behind-buffer.ts";

/** Between two flushes. Further errors are only counted, by the request metrics. */
const maxBufferedErrors = 100;
const maxMessageLength = 400;

/** Records failed requests with their request ids, by which the log has more about them. The table's name is `failures`. */
export interface ErrorLog extends Pick<WriteBehindBuffer, "flush" | "close"> {
  /** Ignores answers below 500. */
  record(answer: AnswerRecord, details: AnswerDetails): void;
}

export function createErrorLog(options: {
  readonly database: Database;
  readonly now: () => Date;
  readonly log: Logger;
}): ErrorLog {
  const { database, now, log } = options;
  let buffered: LoggedError[] = [];
  const buffer = createWriteBehindBuffer({
    take() {
      if (buffered.length === 0) return undefined;
      const batch = buffered;
      buffered = [];
      return batch;
    },
    write: (errors) => writeLoggedErrors(database, errors),
    what: "failed requests",
    log,
  });

  return {
    record({ operationId: operation, status }, { requestId, hint = "" }) {
      if (status < 500 || buffered.length >= maxBufferedErrors) return;
      const message = shorten(hint.replace(logNote(requestId), "").replace(unprintable, "\uFFFD"), maxMessageLength);
      buffered.push({ id: randomUUID(), answeredAt: now(), operation, status, requestId, message });
      buffer.schedule();
    },
    flush: buffer.flush,
    close: buffer.close,
  };
}
