import type { IncomingMessage } from "node:http";
import { isEnabled } from "./ablation.ts";

/**
 * Gives the values of a header, one for each of its lines in the request. `headers` would keep only the first of some
 * headers; `headersDistinct` has them all, but Node builds it from every header of the request. See PERFORMANCE.md.
 * @param name in lower case
 */
export function headerLines(request: IncomingMessage, name: string): readonly string[] {
  if (!isEnabled("header-lines")) return request.headersDistinct[name] ?? [];
  const { rawHeaders } = request;
  const values: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const header = rawHeaders[index] ?? "";
    if (header.length === name.length && header.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? "");
  }
  return values;
}
