import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout } from "node:timers";
import type { Request } from "express";
import type { Logger } from "pino";
import type { AnswerRecord } from "../logging/request-log.ts";
import { createRouter } from "../pipeline/router.ts";
import { discardBody } from "../request/discard-body.ts";
import { requestIdOf } from "../request/request-context.ts";
import { parseTarget } from "../request/target.ts";
import { corsHeaders } from "../response/cors.ts";
import { toProblem, wantsProblem } from "../response/problem.ts";
import { apiHeaders } from "../response/security-headers.ts";
import type { ConcurrencyLimiter } from "./concurrency-limiter.ts";

/** Wraps an application, which does not see the requests that are rejected. */
export type LoadShedder = (application: HttpHandler) => HttpHandler;

type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface LoadShedderOptions {
  readonly limiter: Pick<ConcurrencyLimiter, "rejects" | "scheduleRejection">;
  readonly routes: readonly { readonly operationId: string; readonly method: string; readonly path: string }[];
  readonly corsOrigin: "*" | readonly string[];
  readonly record: (answer: AnswerRecord) => void;
  readonly log: Pick<Logger, "warn">;
}

/** Never rejected: monitoring needs them most under overload. */
const exemptPaths: ReadonlySet<string> = new Set(["/health", "/ready", "/metrics"]);

const retryAfterSeconds = 2;
const body = {
  result: "Service Unavailable",
  hint: `More requests come than can be answered, try again in ${retryAfterSeconds} seconds`,
};
const jsonBody = JSON.stringify(body);
/** Names and values alternate, a form that `writeHead` accepts. */
const commonHeaders = Object.entries({ ...apiHeaders, "Retry-After": `${retryAfterSeconds}` }).flat();
const jsonHeaders = [...commonHeaders, ...contentHeaders("json", jsonBody)];
const logIntervalMs = 1000;

/**
 * Answers 503 to rejected requests, as cheaply as possible: under heavy overload the server does little else. The log has one
 * line per second with the number of rejections; metrics count each.
 */
export function createLoadShedder({ limiter, routes, corsOrigin, record, log }: LoadShedderOptions): LoadShedder {
  const findMatch = createRouter(routes);
  const headersFor = corsHeaders(corsOrigin);
  let unloggedCount = 0;

  function countForLog(): void {
    unloggedCount++;
    if (unloggedCount > 1) return;
    setTimeout(() => {
      log.warn({ requests: unloggedCount }, "Overload: requests were rejected with 503");
      unloggedCount = 0;
    }, logIntervalMs).unref();
  }

  function reject(request: IncomingMessage, response: ServerResponse, path: string): void {
    // The client may have closed the connection since. Deno would then never close the response.
    if (request.socket.destroyed) return;
    countForLog();
    const { method = "" } = request;
    const operations = findMatch(path)?.methods;
    const operation = operations?.get(method) ?? (method === "HEAD" ? operations?.get("GET") : undefined);
    record({ operationId: operation?.operationId ?? "unmatched", status: 503, milliseconds: 0 });
    discardBody(request);
    const requestId = requestIdOf(request);
    const requestHeaders = ["X-Request-Id", requestId];
    const { usual } = headersFor(request.headers.origin);
    for (const [name, value] of Object.entries(usual)) requestHeaders.push(name, value);
    if (isExpress(request) && wantsProblem(request)) {
      const problem = JSON.stringify(toProblem(503, body, requestId));
      response
        .writeHead(503, [...commonHeaders, ...requestHeaders, ...contentHeaders("problem+json", problem)])
        .end(problem);
    } else {
      response.writeHead(503, [...jsonHeaders, ...requestHeaders]).end(jsonBody);
    }
  }

  return (application) => (request, response) => {
    const { path } = parseTarget(request.url ?? "/");
    // A preflight costs nearly nothing, and a browser would report a 503 to it as a CORS error.
    const isAdmitted = exemptPaths.has(path) || request.method === "OPTIONS" || !limiter.rejects(request.socket);
    if (isAdmitted) application(request, response);
    else limiter.scheduleRejection(() => reject(request, response, path));
  };
}

/** Requests have Express's prototype before Express handles them if `expressClasses` is in use. */
function isExpress(request: IncomingMessage): request is Request {
  return "accepts" in request;
}

function contentHeaders(kind: string, content: string): string[] {
  return ["Content-Type", `application/${kind}; charset=utf-8`, "Content-Length", `${Buffer.byteLength(content)}`];
}
