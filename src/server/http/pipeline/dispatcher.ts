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
  /** One function an operation, by its operationId. */
  readonly handlers: object;
  readonly authenticate: Authenticate;
  readonly limit: RateLimit | undefined;
  /** Counts what is under way; nothing does unless told. */
  readonly admission?: Pick<ConcurrencyLimiter, "enter" | "leave">;
  readonly answerFault: AnswerError;
  /** Writes the answers that last. */
  readonly streams: EventStreams;
  /** Makes the JSON of what handlers answer; `JSON.stringify` does unless told. */
  readonly serialize?: Serialize;
  /** Holds answers against the document; nothing does unless told. */
  readonly checkAnswer?: CheckAnswer;
  /** Compiles the validators of a document that is not OpenAPI 3.0. */
  readonly compile?: CompileValidation;
  /** Gives what is sent in the place of an answer; the answer itself is unless told. */
  readonly adapt?: (exchange: RequestContext, answer: Answer) => Answer;
}

/**
 * Serves a document's operations; 404 and 405 for everything else. `observe` must come before it.
 * @throws Error that lists what cannot be served exactly as documented; then nothing is served.
 */
export async function createDispatcher(options: DispatcherOptions): Promise<RequestHandler> {
  const { document, routes, handlers, authenticate, limit, answerFault, streams, compile } = options;
  const { admission = unlimited, checkAnswer = unchecked, adapt = unchanged, serialize = stringify } = options;
  const findMatch = createRouter(await compileOperations(document, routes, handlers, compile));

  return async (request, response) => {
    const exchange = requestContextOf(response);
    try {
      const given = adapt(exchange, await respond(request, exchange));
      if (isEventAnswer(given)) return streams.write(request, response, given, serialize);
      const answer = composeAnswer(request, response, given, serialize);
      const violation = checkAnswer(exchange, answer);
      if (violation) throw violation;
      sendAnswer(request, response, answer);
    } catch (fault) {
      const answer = composeAnswer(request, response, answerFault(fault, exchange));
      // Nothing could be answered in the place of this one, so that a violation is logged and no more.
      checkAnswer(exchange, answer);
      sendAnswer(request, response, answer);
    }
  };

  /** A request's way downwards; each step may end it with a refusal. What is thrown on the way is a fault of ours. */
  async function respond(request: Request, exchange: RequestContext): Promise<Answer> {
    const { path, query } = exchange.target;
    const match = findMatch(path);
    const operation = match && operationFor(request.method, match);
    exchange.operationId = operation?.operationId ?? "unmatched";

    const tooMany = limit && (await limit(request, exchange.headers));
    if (tooMany) return tooMany;
    if (!operation)
      return match ? methodNotAllowed(request.method, path, match.allow) : pathNotFound(request.method, path);
    const permission = authorize(operation, request, `${request.method} ${shorten(path, 300)}`, authenticate);
    if ("refusal" in permission) return permission.refusal;
    exchange.caller = permission.caller;

    const { headers } = request;
    const received = operation.body ? await readBody(request, operation.body) : noBody;
    if ("refusal" in received) return received.refusal;
    const read = readInput(operation, { pathValues: match.values, query, headers }, received.body);
    if ("refusal" in read) return read.refusal;

    admission.enter();
    try {
      const answer = await operation.handle(read.input, permission.caller);
      if (operation.statuses.has(answer.status)) return answer;
      throw new Error(`${operation.operationId} answered with the status ${answer.status}, which it does not document`);
    } finally {
      admission.leave();
    }
  }
}

const noBody = { body: undefined };

function unchecked(): undefined {}

function unchanged(_exchange: RequestContext, answer: Answer): Answer {
  return answer;
}

/** HEAD asks for what GET answers, without the body (RFC 9110, section 9.3.2). */
function operationFor(method: string, { methods }: Match<CompiledOperation>): CompiledOperation | undefined {
  return methods.get(method) ?? (method === "HEAD" ? methods.get("GET") : undefined);
}
