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

/** Stands before an application, which does not see what is turned away. */
export type LoadShedder = (application: Listener) => Listener;

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

export interface LoadShedderOptions {
  readonly admission: Pick<ConcurrencyLimiter, "rejects" | "refuse">;
  readonly routes: readonly { readonly operationId: string; readonly method: string; readonly path: string }[];
  readonly corsOrigin: "*" | readonly string[];
  readonly record: (answer: AnswerRecord) => void;
  readonly log: Pick<Logger, "warn">;
}

/** Whoever watches over the server must learn how it is, most of all when it has too much to do. */
const essential: ReadonlySet<string> = new Set(["/health", "/ready", "/metrics"]);

const retrySeconds = 2;
const body = {
  result: "Service Unavailable",
  hint: `More requests come than can be answered, try again in ${retrySeconds} seconds`,
};
const text = JSON.stringify(body);
/** Names and values in turn, which Node writes faster than an object's. */
const common = Object.entries({ ...apiHeaders, "Retry-After": `${retrySeconds}` }).flat();
const usualHeaders = [...common, ...contentHeaders("json", text)];
/** In milliseconds, between two lines of the log. */
const logEvery = 1000;

/**
 * Answers 503 to whoever is turned away, as cheaply as can be: when thrice as many requests come as can be answered, this is
 * what the server does most. The log tells how many they were, not of each; figures count each.
 */
export function createLoadShedder({ admission, routes, corsOrigin, record, log }: LoadShedderOptions): LoadShedder {
  const findMatch = createRouter(routes);
  const headersFor = corsHeaders(corsOrigin);
  let unlogged = 0;

  function note(): void {
    unlogged++;
    if (unlogged > 1) return;
    setTimeout(() => {
      log.warn({ requests: unlogged }, "More requests came than can be answered; these were turned away");
      unlogged = 0;
    }, logEvery).unref();
  }

  function turnAway(request: IncomingMessage, response: ServerResponse, path: string): void {
    // Who has gone meanwhile is not answered; Deno would never close that response.
    if (request.socket.destroyed) return;
    note();
    const { method = "" } = request;
    const found = findMatch(path)?.methods;
    const operationId = (found?.get(method) ?? (method === "HEAD" ? found?.get("GET") : undefined))?.operationId;
    record({ operationId: operationId ?? "unmatched", status: 503, milliseconds: 0 });
    discardBody(request);
    const requestId = requestIdOf(request);
    const own = ["X-Request-Id", requestId];
    const { usual } = headersFor(request.headers.origin);
    for (const name in usual) own.push(name, usual[name] ?? "");
    if (isExpress(request) && wantsProblem(request)) {
      const problem = JSON.stringify(toProblem(503, body, requestId));
      response.writeHead(503, [...common, ...own, ...contentHeaders("problem+json", problem)]).end(problem);
    } else {
      response.writeHead(503, [...usualHeaders, ...own]).end(text);
    }
  }

  return (application) => (request, response) => {
    const { path } = parseTarget(request.url ?? "/");
    // A preflight is answered without any work, and a browser shows a 503 to it as something else.
    const isAdmitted = essential.has(path) || request.method === "OPTIONS" || !admission.rejects(request.socket);
    if (isAdmitted) application(request, response);
    else admission.refuse(() => turnAway(request, response, path));
  };
}

/** As `ownClasses` makes them. */
function isExpress(request: IncomingMessage): request is Request {
  return "accepts" in request;
}

function contentHeaders(kind: string, content: string): string[] {
  return ["Content-Type", `application/${kind}; charset=utf-8`, "Content-Length", `${Buffer.byteLength(content)}`];
}
