import type { RequestHandler } from "express";
import type { Logger } from "pino";
import { shorten } from "../../../util/shorten.ts";
import { createRequestLogWriter } from "../../runtime/request-log-line.ts";
import { createRequestContext } from "../request/request-context.ts";

/** One answer of the API, for metrics. */
export interface AnswerRecord {
  /** `unmatched` for a path or a method that the API does not have. */
  readonly operationId: string;
  readonly status: number;
  /** From the request's first line to the response's last byte, or to its headers if it is an event stream. */
  readonly milliseconds: number;
}

/** What the error log keeps of an answer in addition to its record. */
export interface AnswerDetails {
  readonly requestId: string;
  /** The hint in the body of a 5xx. */
  readonly hint: string | undefined;
}

export interface ObserveOptions {
  readonly log: Logger;
  readonly record: (answer: AnswerRecord, details: AnswerDetails) => void;
}

const maxLoggedPathLength = 300;

/**
 * Creates the context of each request. When the response ends, writes one log line, and records the answer if the request
 * was for the API. The line has no query, body or address, so logs hold no personal data except names in paths.
 */
export function observe({ log, record }: ObserveOptions): RequestHandler {
  const writeEntry = createRequestLogWriter(log);
  return (request, response, next) => {
    const context = createRequestContext(request, response);
    const { method } = request;
    const { requestId, startedAt, target } = context;
    let isRecorded = false;
    // A constant first, not assigned to the property at once: see PERFORMANCE.md, closures of a request.
    const recordAnswer = () => {
      const { operationId } = context;
      const milliseconds = performance.now() - startedAt;
      if (operationId !== undefined && !isRecorded) {
        record({ operationId, status: response.statusCode, milliseconds }, context);
      }
      isRecorded = true;
    };
    context.recordAnswer = recordAnswer;
    response.on("close", () => {
      const milliseconds = performance.now() - startedAt;
      if (response.writableFinished) context.recordAnswer();
      writeEntry({
        requestId,
        method,
        path: shorten(target.path, maxLoggedPathLength),
        operationId: context.operationId,
        status: isRecorded ? response.statusCode : undefined,
        ms: Math.round(milliseconds * 10) / 10,
      });
    });
    next();
  };
}
