import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import cors, { type CorsOptions } from "cors";
import type { Request, RequestHandler } from "express";
import { requestContextOf } from "../request/request-context.ts";
import { writeAnswer } from "./answer.ts";

/** Names of headers in addition to those of the API. */
export interface CorsHeaders {
  readonly allowed: readonly string[];
  readonly exposed: readonly string[];
}

/**
 * Lets browsers call the API from the given origins and read all answers, errors included. A preflight is answered for any path,
 * because a browser would report a 404 as a CORS error. Without origins it does nothing.
 */
export function allowOrigins(
  corsOrigin: "*" | readonly string[],
  more: CorsHeaders = { allowed: [], exposed: [] },
): RequestHandler {
  if (corsOrigin.length === 0) return (_request, _response, next) => next();
  const headersFor = corsHeaders(corsOrigin, more);
  return (request, response, next) => {
    const { usual, preflight } = headersFor(request.headers.origin);
    const isPreflightRequest = isPreflight(request);
    Object.assign(requestContextOf(response).headers, isPreflightRequest ? preflight : usual);
    if (isPreflightRequest) writeAnswer(request, response, { status: 204 });
    else next();
  };
}

/** Prepares the headers of answers to requests and preflights from an origin. */
export function corsHeaders(
  corsOrigin: "*" | readonly string[],
  more: CorsHeaders = { allowed: [], exposed: [] },
): (origin: string | undefined) => { readonly usual: Headers; readonly preflight: Headers } {
  if (corsOrigin.length === 0) return () => ({ usual: {}, preflight: {} });
  const options: CorsOptions = {
    origin: corsOrigin === "*" ? "*" : [...corsOrigin],
    methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    allowedHeaders: [...new Set([...allowedHeaders, ...more.allowed])],
    exposedHeaders: [...new Set([...exposedHeaders, ...more.exposed])],
    maxAge: 600,
    preflightContinue: true,
  };
  const headersByOrigin = new Map(
    (corsOrigin === "*" ? [] : corsOrigin).map((origin) => [origin, headersFor(options, origin)]),
  );
  const others = headersFor(options, undefined);
  return (origin = "") => headersByOrigin.get(origin) ?? others;
}

const allowedHeaders = ["Authorization", "Content-Type", "Last-Event-ID", "X-Request-Id"];

const exposedHeaders = [
  "Last-Event-ID",
  "Link",
  "Location",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "WWW-Authenticate",
  "X-Request-Id",
];

function isPreflight(request: Request): boolean {
  return request.method === "OPTIONS" && request.headers["access-control-request-method"] !== undefined;
}

type Headers = Readonly<Record<string, string>>;

/** Runs `cors` once for an origin. Its headers depend on nothing else, so they are computed at startup. */
function headersFor(options: CorsOptions, origin: string | undefined): { usual: Headers; preflight: Headers } {
  const headersOf = (method: string): Headers => {
    const request = new IncomingMessage(new Socket());
    Object.assign(request, { method, headers: origin === undefined ? {} : { origin } });
    const response = new ServerResponse(request);
    cors(options)(request, response, (error?: unknown) => {
      if (error) throw error;
    });
    const names = response.getHeaderNames();
    return Object.fromEntries(names.map((name) => [name, String(response.getHeader(name))]));
  };
  return { usual: headersOf("GET"), preflight: headersOf("OPTIONS") };
}
