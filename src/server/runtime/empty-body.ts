import { IncomingMessage } from "node:http";
import { isEnabled } from "./ablation.ts";

/** Makes Deno, and Node from 24.12 on, do the same as `endEmptyBody` (Node's manual, "http.createServer"). */
export const emptyBodyOptions = { optimizeEmptyRequests: isEnabled("empty-body") };

const isDoneByRuntime = "Deno" in globalThis || "_dumpAndCloseReadable" in IncomingMessage.prototype;

/** The state of a stream that was read to its end and closed, and has emitted all its events. */
const endedState = { ended: true, endEmitted: true, destroyed: true, closed: true, closeEmitted: true };

/**
 * Ends the stream of a request without a body (RFC 9112, section 6.3) before the request is handled, so that the stream
 * emits no events. See PERFORMANCE.md.
 */
export function endEmptyBody(request: IncomingMessage): void {
  if (isDoneByRuntime || !isEnabled("empty-body")) return;
  const { "content-length": length, "transfer-encoding": chunked } = request.headers;
  if (length !== undefined || chunked !== undefined) return;
  Object.assign(Reflect.get(request, "_readableState"), endedState);
  // Without this Node would read the request to its end before it releases the request.
  request._read(0);
}
