import type { IncomingMessage } from "node:http";

/** More than a client has under way when it learns of a refusal; one that sends on is cut off. */
const mostBytes = 1024 * 1024;
const mostMilliseconds = 5000;

/**
 * Reads and drops the rest of a body that nobody wants, so that its sender can read the answer. Closing at once
 * would reset the connection, and the answer would be lost with it.
 */
export function discardBody(request: IncomingMessage): void {
  if (request.complete || !hasBody(request)) return;
  let bytes = 0;
  const cutOff = () => request.destroy();
  const timer = setTimeout(cutOff, mostMilliseconds);
  timer.unref();
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostBytes) cutOff();
  });
  request.on("error", () => {});
  request.once("close", () => clearTimeout(timer));
  request.resume();
}

/** A request without either header has no body (RFC 9112, section 6.3), even while Node does not call it complete yet. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}
