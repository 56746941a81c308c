import { shorten } from "../../../util/shorten.ts";
import type { Answer } from "./answer.ts";
import { notFound } from "./refusals.ts";

/** Answers a request for an existing path with a method that the path does not have. */
export function methodNotAllowed(method: string, path: string, allow: string): Answer {
  if (method === "OPTIONS") return { status: 204, headers: { Allow: allow } };
  const hint = `${shorten(path, 300)} has no ${method}; it allows ${allow}`;
  return { status: 405, headers: { Allow: allow }, body: { result: "Method Not Allowed", hint } };
}

/** `OPTIONS *` asks about the server as a whole (RFC 9110, section 9.3.7). */
export function pathNotFound(method: string, path: string): Answer {
  if (method === "OPTIONS" && path === "*") return { status: 204 };
  return notFound(`There is no path ${shorten(path, 300)}`);
}
