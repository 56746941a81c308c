import type { Request, RequestHandler } from "express";
import { shorten } from "../../../util/shorten.ts";
import { type ConcurrencyLimiter, unlimited } from "../overload/concurrency-limiter.ts";
import type { RateLimit } from "../overload/rate-limit.ts";
import { readBody } from "../request/body.ts";
import { readInput } from "../request/input.ts";
import { type RequestContext, requestContextOf } from "../request/request-context.ts";
import { type Answer, composeAnswer, sendAnswer } from "../response/answer.ts";
import type { CheckAnswer } from "../response/contract-check.ts";
import type { AnswerError } from "../response/errors.ts";
import { methodNotAllowed, pathNotFound } from "../response/not-found.ts";
import { type Serialize, stringify } from "../response/serializers.ts";
import { type EventStreams, isEventAnswer } from "../sse/event-streams.ts";
import { type Authenticate, authorize } from "./authentication.ts";
import { compileOperations } from "./compile-operations.ts";
import type { AnyRoute, CompiledOperation } from "./operation.ts";
import { createRouter, type Match } from "./router.ts";
import type { CompileValidation } from "./validation.ts";

export interface DispatcherOptions {
  /** OpenAPI 3.0, without references to other files. */
  readonly document: object;
  readonly routes: readonly AnyRoute[];
  /** One function per operation, by operationId. */
  readonly handlers: object;
  readonly authenticate: Authenticate;
  readonly rateLimit: RateLimit | undefined;
  /** Counts the handlers in flight; not limited by default. */
  readonly limiter?: Pick<ConcurrencyLimiter, "enter" | "leave">;
  readonly answerError: AnswerError;
  /** Writes the answers that are event streams. */
  readonly streams: EventStreams;
  /** Serializes the bodies of handlers' answers; `JSON.stringify` by default. */
  readonly serialize?: Serialize;
  /** Checks answers against the document; not checked by default. */
  readonly checkAnswer?: CheckAnswer;
  /** Compiles the validators of a document that is not OpenAPI 3.0. */
  readonly compile?: CompileValidation;
  /** Replaces an answer before it is written; unchanged by default. */
  readonly adapt?: (context: RequestContext, answer: Answer) => Answer;
}

/**
 * Serves a document's operations, and answers 404 or 405 to all other requests. `observe` must come before it.
 * @throws Error that lists the operations that cannot be served exactly as documented
 */
export async function createDispatcher(options: DispatcherOptions): Promise<RequestHandler> {
  const { document, routes, handlers, authenticate, rateLimit, answerError, streams, compile } = options;
  const { limiter = unlimited, checkAnswer = unchecked, adapt = unchanged, serialize = stringify } = options;
  const findMatch = createRouter(await compileOperations(document, routes, handlers, compile));

  return async (request, response) => {
    const context = requestContextOf(response);
    try {
      const answer = adapt(context, await answerRequest(request, context));
      if (isEventAnswer(answer)) return streams.write(request, response, answer, serialize);
      const composed = composeAnswer(request, response, answer, serialize);
      const violation = checkAnswer(context, composed);
      if (violation) throw violation;
      sendAnswer(request, response, composed);
    } catch (error) {
      const answer = composeAnswer(request, response, answerError(error, context));
      // No other answer could replace this one, so a violation is only logged.
      checkAnswer(context, answer);
      sendAnswer(request, response, answer);
    }
  };

  /** Runs the steps of a request, each of which may refuse it. An exception is an error of the server. */
  async function answerRequest(request: Request, context: RequestContext): Promise<Answer> {
    const { path, query } = context.target;
    const match = findMatch(path);
    const operation = match && operationFor(request.method, match);
    context.operationId = operation?.operationId ?? "unmatched";

    const rateLimited = rateLimit && (await rateLimit(request, context.headers));
    if (rateLimited) return rateLimited;
    if (!operation)
      return match ? methodNotAllowed(request.method, path, match.allow) : pathNotFound(request.method, path);
    const authorization = authorize(operation, request, `${request.method} ${shorten(path, 300)}`, authenticate);
    if ("refusal" in authorization) return authorization.refusal;
    context.caller = authorization.caller;

    const { headers } = request;
    const bodyResult = operation.body ? await readBody(request, operation.body) : noBody;
    if ("refusal" in bodyResult) return bodyResult.refusal;
    const inputResult = readInput(operation, { pathValues: match.values, query, headers }, bodyResult.body);
    if ("refusal" in inputResult) return inputResult.refusal;

    limiter.enter();
    try {
      const answer = await operation.handle(inputResult.input, authorization.caller);
      if (operation.statuses.has(answer.status)) return answer;
      throw new Error(`${operation.operationId} answered with the status ${answer.status}, which it does not document`);
    } finally {
      limiter.leave();
    }
  }
}

const noBody = { body: undefined };

function unchecked(): undefined {}

function unchanged(_context: RequestContext, answer: Answer): Answer {
  return answer;
}

/** HEAD is served by the operation of GET; Node leaves the body out (RFC 9110, section 9.3.2). */
function operationFor(method: string, { methods }: Match<CompiledOperation>): CompiledOperation | undefined {
  return methods.get(method) ?? (method === "HEAD" ? methods.get("GET") : undefined);
}
