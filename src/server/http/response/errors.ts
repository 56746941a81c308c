import { STATUS_CODES } from "node:http";
import type { ErrorRequestHandler } from "express";
import type { Logger } from "pino";
import { shorten } from "../../../util/shorten.ts";
import { requestContextOf } from "../request/request-context.ts";
import { type ErrorAnswer, writeAnswer } from "./answer.ts";

/** Logs an error of the server and makes the answer to the request that failed. */
export type AnswerError = (error: unknown, context: ErrorContext) => ErrorAnswer;

export interface ErrorContext {
  readonly requestId: string;
  readonly operationId: string | undefined;
}

export interface ErrorAnswerOptions {
  readonly log: Logger;
  /** Answers do not contain the message of the error. */
  readonly hideErrors: boolean;
  /** Whether an error means that the database is temporarily unavailable, so that a retry may help. */
  readonly isUnavailable: (error: unknown) => boolean;
  /** An error's message without statements and values. */
  readonly errorMessage: (error: unknown) => string;
}

const retryAfterSeconds = 5;

/** Answers 503 if a retry may help, otherwise 500. The API guideline requires the error's message in the hint. */
export function errorAnswers({ log, hideErrors, isUnavailable, errorMessage }: ErrorAnswerOptions): AnswerError {
  return (error, { requestId, operationId }) => {
    const status = isUnavailable(error) ? 503 : 500;
    log.error({ err: error, requestId, operationId, status }, "request failed");
    const message = hideErrors ? "Something went wrong" : publicLine(errorMessage(error));
    const hint = `${message}${logNote(requestId)}`;
    return {
      status,
      headers: status === 503 ? { "Retry-After": retryAfterSeconds } : {},
      body: { result: STATUS_CODES[status] ?? "Error", hint },
    };
  };
}

/** Answers errors outside of the API's operations in the same way; Express would answer with the stack. */
export function catchErrors(answerError: AnswerError): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const answer = answerError(error, requestContextOf(response));
    if (response.headersSent) response.destroy();
    else writeAnswer(request, response, answer);
  };
}

/** The end of the hint of a 5xx. */
export function logNote(requestId: string): string {
  return `; the server's log has it as request ${requestId}`;
}

/** The first line of a message, without URLs, which may contain passwords. */
function publicLine(message: string): string {
  const [line = ""] = message.split("\n");
  return shorten(line.replace(/\w+:\/\/\S+/g, "..."), 300);
}
