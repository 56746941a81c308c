import type { IncomingMessage } from "node:http";

/** More than a client has in flight when it receives the response. The connection of a client that sends more is closed. */
const maxDiscardedBytes = 1024 * 1024;
const discardTimeoutMs = 5000;

/**
 * Reads and drops the rest of a body that is not needed, so that its sender can read the response. Closing the connection at
 * once would reset it, and the response would be lost.
 */
export function discardBody(request: IncomingMessage): void {
  if (request.complete || !hasBody(request)) return;
  let discardedBytes = 0;
  const closeConnection = () => request.destroy();
  const timeout = setTimeout(closeConnection, discardTimeoutMs);
  timeout.unref();
  request.on("data", (chunk: Buffer) => {
    discardedBytes += chunk.length;
    if (discardedBytes > maxDiscardedBytes) closeConnection();
  });
  request.on("error", () => {});
  request.once("close", () => clearTimeout(timeout));
  request.resume();
}

/** A request without either header has no body (RFC 9112, section 6.3), though `complete` may not be set yet. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}
