import type { RequestHandler } from "express";
import { writeAnswer } from "../response/answer.ts";
import { badRequest } from "../response/refusals.ts";
import { headerLines } from "./header-lines.ts";

/** A host name, an IPv4 address or an IPv6 one in brackets, with or without a port (RFC 3986, section 3.2.2). */
const host = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~-]+)?(:\d{1,5})?$/;

/**
 * Refuses a request of HTTP/1.1 that has no `Host`, several, or one that is none (RFC 9112, section 3.2). Node would refuse
 * the first by itself, but with an answer of its own.
 */
export const requireHost: RequestHandler = (request, response, next) => {
  const given = headerLines(request, "host");
  const isSound = given.length === 0 ? request.httpVersion === "1.0" : given.length === 1 && host.test(given[0] ?? "");
  if (isSound) next();
  else writeAnswer(request, response, badRequest("The header Host must be there once, with a host's name"));
};
