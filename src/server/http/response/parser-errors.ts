import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { apiHeaders } from "./security-headers.ts";

/** In bytes, for a request's line and headers together. */
export const maxHeaderSize = 16_384;

/** Answers a request that Node could not parse, or that timed out, with the documented error body; then closes the connection. */
export function answerClientError(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, hint] = describe(error.code);
  socket.end(rawAnswer(status, hint));
}

/** The server is no proxy, so it refuses tunnels (RFC 9110, section 9.3.6). */
export function answerConnect(_request: unknown, socket: Duplex): void {
  socket.end(rawAnswer(405, "CONNECT is not supported"));
}

function describe(code: string | undefined): [status: number, hint: string] {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return [431, `The request's line and headers must have at most ${maxHeaderSize} bytes together`];
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return [408, "The request did not arrive in time"];
    default:
      return [400, "The request is not valid HTTP"];
  }
}

function rawAnswer(status: number, hint: string): string {
  const result = STATUS_CODES[status] ?? "Error";
  const body = JSON.stringify({ result, hint });
  const headers = {
    ...apiHeaders,
    "X-Request-Id": randomUUID(),
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    Connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${result}\r\n${lines.join("")}\r\n${body}`;
}
