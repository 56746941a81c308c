import { STATUS_CODES } from "node:http";
import type { ErrorRequestHandler } from "express";
import type { Logger } from "pino";
import { shorten } from "../../../util/shorten.ts";
import { requestContextOf } from "../request/request-context.ts";
import { type ErrorAnswer, writeAnswer } from "./answer.ts";

/** Makes the answer to a request that failed by a fault of ours, and logs the fault. */
export type AnswerError = (fault: unknown, context: ErrorContext) => ErrorAnswer;

export interface ErrorContext {
  readonly requestId: string;
  readonly operationId: string | undefined;
}

export interface ErrorAnswerOptions {
  readonly log: Logger;
  /** Answers without the message of the error. */
  readonly hideErrors: boolean;
  /** Whether a fault means that the database cannot serve now, and that trying again may help. */
  readonly isUnavailable: (fault: unknown) => boolean;
  /** A fault's message without statements and values. */
  readonly errorMessage: (fault: unknown) => string;
}

const retrySeconds = 5;

/** A fault is 503 where trying again may help, else 500 with its message, which the guideline wants in the hint. */
export function errorAnswers({ log, hideErrors, isUnavailable, errorMessage }: ErrorAnswerOptions): AnswerError {
  return (fault, { requestId, operationId }) => {
    const status = isUnavailable(fault) ? 503 : 500;
    log.error({ err: fault, requestId, operationId, status }, "fault");
    const message = hideErrors ? "Something went wrong" : publicLine(errorMessage(fault));
    const hint = `${message}${logNote(requestId)}`;
    return {
      status,
      headers: status === 503 ? { "Retry-After": retrySeconds } : {},
      body: { result: STATUS_CODES[status] ?? "Error", hint },
    };
  };
}

/** Answers what failed outside of the API's operations as they are answered; Express would show the stack. */
export function catchErrors(answerFault: AnswerError): ErrorRequestHandler {
  return (fault: unknown, request, response, _next) => {
    const answer = answerFault(fault, requestContextOf(response));
    if (response.headersSent) response.destroy();
    else writeAnswer(request, response, answer);
  };
}

/** How a fault's hint ends. */
export function logNote(requestId: string): string {
  return `; the server's log tells more of request ${requestId}`;
}

/** One line, without the passwords that addresses of servers may hold. */
function publicLine(message: string): string {
  const [line = ""] = message.split("\n");
  return shorten(line.replace(/\w+:\/\/\S+/g, "..."), 300);
}
