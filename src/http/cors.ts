import cors from "cors";
import type { Request, RequestHandler } from "express";
import { writeAnswer } from "./answer.ts";

/** Names of headers beside those that the API itself has. */
export interface MoreHeaders {
  readonly allowed: readonly string[];
  readonly exposed: readonly string[];
}

/**
 * Lets browsers of the given origins call the API and read all of its answers, errors among them. A preflight is
 * answered whatever its path, since a browser would show a 404 as a CORS error. With no origin it does nothing.
 */
export function allowOrigins(
  corsOrigin: "*" | readonly string[],
  more: MoreHeaders = { allowed: [], exposed: [] },
): RequestHandler {
  if (corsOrigin.length === 0) return (_request, _response, next) => next();
  const setHeaders = cors({
    origin: corsOrigin === "*" ? "*" : [...corsOrigin],
    methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    allowedHeaders: ["Authorization", "Content-Type", "Last-Event-ID", "X-Request-Id", ...more.allowed],
    exposedHeaders: [...exposedHeaders, ...more.exposed],
    maxAge: 600,
    preflightContinue: true,
  });
  return (request, response, next) => {
    setHeaders(request, response, (error?: unknown) => {
      if (error === undefined && isPreflight(request)) writeAnswer(request, response, { status: 204 });
      else next(error);
    });
  };
}

const exposedHeaders = [
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
