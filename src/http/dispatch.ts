import type { Request, RequestHandler, Response } from "express";
import { type Answer, writeAnswer } from "./answer.ts";
import { type Authenticate, permit } from "./authentication.ts";
import { bindOperations } from "./bind.ts";
import { exchangeOf } from "./exchange.ts";
import type { AnswerFault } from "./faults.ts";
import { shorten } from "./hints.ts";
import { readInput } from "./input.ts";
import type { Limit } from "./limits.ts";
import type { AnyRoute, Operation } from "./operation.ts";
import { createRouter, type Match } from "./router.ts";
import { parseTarget } from "./target.ts";
import { otherMethod, unknownPath } from "./unmatched.ts";

export interface DispatcherOptions {
  /** OpenAPI 3.0, without references to other files. */
  readonly document: object;
  readonly routes: readonly AnyRoute[];
  /** One function an operation, by its operationId. */
  readonly handlers: object;
  readonly authenticate: Authenticate;
  readonly limit: Limit;
  readonly answerFault: AnswerFault;
}

/**
 * Serves a document's operations; 404 and 405 for everything else. `observe` must come before it.
 * @throws Error that lists what cannot be served exactly as documented; then nothing is served.
 */
export async function createDispatcher(options: DispatcherOptions): Promise<RequestHandler> {
  const { document, routes, handlers, authenticate, limit, answerFault } = options;
  const findMatch = createRouter(await bindOperations(document, routes, handlers));

  return async (request, response) => {
    try {
      writeAnswer(request, response, await respond(request, response));
    } catch (fault) {
      writeAnswer(request, response, answerFault(fault, exchangeOf(response)));
    }
  };

  /** A request's way downwards; each step may end it with a refusal. What is thrown on the way is a fault of ours. */
  async function respond(request: Request, response: Response): Promise<Answer> {
    const exchange = exchangeOf(response);
    const { path, query } = parseTarget(request.url);
    const match = findMatch(path);
    const operation = match && operationFor(request.method, match);
    exchange.operationId = operation?.operationId ?? "unmatched";

    const tooMany = await limit(request, exchange.headers);
    if (tooMany) return tooMany;
    if (!operation) return match ? otherMethod(request.method, path, match.allow) : unknownPath(request.method, path);

    const permission = await permit(operation, request, `${request.method} ${shorten(path, 300)}`, authenticate);
    if ("refusal" in permission) return permission.refusal;

    const read = await readInput(operation, request, match.values, query);
    if ("refusal" in read) return read.refusal;

    const answer = await operation.handle(read.input, permission.caller);
    if (!operation.statuses.has(answer.status)) {
      throw new Error(`${operation.operationId} answered with the status ${answer.status}, which it does not document`);
    }
    return answer;
  }
}

/** HEAD asks for what GET answers, without the body (RFC 9110, section 9.3.2). */
function operationFor(method: string, { methods }: Match<Operation>): Operation | undefined {
  return methods.get(method) ?? (method === "HEAD" ? methods.get("GET") : undefined);
}
