import type { RequestHandler } from "express";
import { writeAnswer } from "../response/answer.ts";
import { badRequest } from "../response/refusals.ts";

/** A host name, an IPv4 address or an IPv6 one in brackets, with or without a port (RFC 3986, section 3.2.2). */
const host = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~-]+)?(:\d{1,5})?$/;

/**
 * Refuses HTTP/1.1 requests with a missing, repeated or invalid `Host` (RFC 9112, section 3.2). Node would refuse only a missing
 * one, and without the documented error body.
 */
export const requireHost: RequestHandler = (request, response, next) => {
  const hosts = request.headersDistinct.host ?? [];
  const isValid = hosts.length === 0 ? request.httpVersion === "1.0" : hosts.length === 1 && host.test(hosts[0] ?? "");
  if (isValid) next();
  else writeAnswer(request, response, badRequest("The Host header must be present exactly once, with a valid host"));
};
