import type { RequestHandler } from "express";
import type { Logger } from "pino";
import { shorten } from "../../../util/shorten.ts";
import { createRequestContext } from "../request/request-context.ts";
import { requestLines } from "../request/request-line.ts";

/** One answer of the API, for figures. */
export interface AnswerRecord {
  /** `unmatched` for a path or a method that the API does not have. */
  readonly operationId: string;
  readonly status: number;
  /** From the request's first line to the answer's last byte, or to its headers if it is a stream. */
  readonly milliseconds: number;
}

/** What is known of an answer beside its figures. */
export interface AnswerDetails {
  readonly requestId: string;
  /** What a 5xx told its client. */
  readonly hint: string | undefined;
}

export interface ObserveOptions {
  readonly log: Logger;
  readonly record: (answer: AnswerRecord, details: AnswerDetails) => void;
}

/**
 * Opens each request's exchange and, when it is over, writes one line on it; records it if it was the API's.
 * The line has no query, no body, no address and no name beyond the path, so that it stays fit to be kept.
 */
export function observe({ log, record }: ObserveOptions): RequestHandler {
  const writeLine = requestLines(log);
  return (request, response, next) => {
    const exchange = createRequestContext(request, response);
    const { method } = request;
    const { requestId, startedAt, target } = exchange;
    let isSettled = false;
    // Not assigned at once: V8 begins a function that is written where it is assigned to a property in the old generation, and
    // would keep all of the request with it until that is collected. Deno took a tenth of its time to copy what was so kept.
    const settle = () => {
      const { operationId } = exchange;
      const milliseconds = performance.now() - startedAt;
      if (operationId !== undefined && !isSettled) {
        record({ operationId, status: response.statusCode, milliseconds }, exchange);
      }
      isSettled = true;
    };
    exchange.settle = settle;
    response.on("close", () => {
      const { operationId } = exchange;
      const milliseconds = performance.now() - startedAt;
      if (response.writableFinished) exchange.settle();
      writeLine({
        requestId,
        method,
        path: shorten(target.path, 300),
        operationId,
        status: isSettled ? response.statusCode : undefined,
        ms: Math.round(milliseconds * 10) / 10,
      });
    });
    next();
  };
}
